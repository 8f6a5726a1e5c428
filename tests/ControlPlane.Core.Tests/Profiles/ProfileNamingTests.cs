using ControlPlane.Teams;
using ControlPlane.Users;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace ControlPlane.Profiles;

public sealed class ProfileNamingTests
{
    [Theory]
    [InlineData("user1", "Team1", "user1-Team1")]
    [InlineData("a-b", "Team2", "a-b-Team2")]
    [InlineData("A", "1", "A-1")]
    public void The_seed_samples_own_names_are_kept(string user, string team, string name)
        => Assert.Equal(name, NameOf(user, team));

    [Theory]
    [InlineData("jane.doe@example.com", "Team1")]
    [InlineData("user--1", "Team1")]
    [InlineData("user-", "Team1")]
    [InlineData("-user", "Team1")]
    [InlineData("user", "data-science")]
    [InlineData("user", "data.science")]
    [InlineData("user", "data_science")]
    [InlineData("用户", "Team1")]
    [InlineData("@@@", "Team1")]
    public void Whatever_is_ambiguous_gets_a_readable_beginning_and_a_hash(string user, string team)
    {
        var name = NameOf(user, team);

        Assert.Matches("^[A-Za-z0-9-]{1,45}--[a-z2-7]{16}$", name);
        Assert.True(ProfileName.IsValid(name));
    }

    [Fact]
    public void A_name_of_63_characters_is_kept_and_one_of_64_is_not()
    {
        Assert.Equal(63, NameOf(new string('u', 57), "Team1").Length);
        Assert.DoesNotContain("--", NameOf(new string('u', 57), "Team1"), StringComparison.Ordinal);
        Assert.Contains("--", NameOf(new string('u', 58), "Team1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Team1_never_matches_Team10_nor_a_user_who_ends_like_a_team()
    {
        string[] names =
        [
            NameOf("user", "Team1"), NameOf("user", "Team10"), NameOf("user-Team1", "0"), NameOf("user", "Team1-0"),
            NameOf("user-Team", "10"), NameOf("user-Team1", "Team1"),
        ];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Nobody_can_choose_an_id_whose_kept_name_is_another_pairs_hashed_one()
    {
        var hashed = NameOf("jane.doe", "Team1");
        var cut = hashed.LastIndexOf('-');

        Assert.NotEqual(hashed, NameOf(hashed[..cut], hashed[(cut + 1)..]), StringComparer.OrdinalIgnoreCase);
    }

    [Property(MaxTest = 2000)]
    public Property Every_name_fits_SageMakers_pattern_and_is_the_same_each_time()
        => Prop.ForAll(Nasty().ToArbitrary(), pair => ProfileName.IsValid(NameOf(pair)) && NameOf(pair) == NameOf(pair));

    [Property(MaxTest = 5000)]
    public Property Pairs_that_differ_have_names_that_differ_even_when_case_is_ignored()
        => Prop.ForAll(Gen.Two(Nasty()).ToArbitrary(), two => Same(two.Item1, two.Item2)
            == NameOf(two.Item1).Equals(NameOf(two.Item2), StringComparison.OrdinalIgnoreCase)
            || Same(two.Item1, two.Item2));

    static bool Same((string User, string Team) one, (string User, string Team) other)
        => one.User.Equals(other.User, StringComparison.OrdinalIgnoreCase) && one.Team.Equals(other.Team, StringComparison.OrdinalIgnoreCase);

    // Few letters and all separators: as many near clashes as can be.
    static Gen<(string User, string Team)> Nasty()
    {
        var user = from length in Gen.Frequency((8, Gen.Choose(1, 6)), (1, Gen.Choose(40, 80)), (1, Gen.Choose(200, 256)))
                   from text in Gen.Elements('a', 'A', '1', '-', '-', '.', '_', '@', 'ä').ArrayOf(length)
                   select new string(text);
        var team = from first in Gen.Elements('a', 'A', '1')
                   from length in Gen.Frequency((8, Gen.Choose(0, 4)), (1, Gen.Choose(50, 62)))
                   from rest in Gen.Elements('a', 'A', '1', '-', '.', '_').ArrayOf(length)
                   select first + new string(rest);
        return from u in user from t in team select (u, t);
    }

    static string NameOf((string User, string Team) pair) => NameOf(pair.User, pair.Team);

    static string NameOf(string user, string team) => ProfileNaming.NameOf(UserId.Parse(user), TeamId.Parse(team));
}
