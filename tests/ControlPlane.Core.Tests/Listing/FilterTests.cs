using System.Globalization;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Core.Tests.Listing;

public sealed class FilterTests
{
    static readonly Thing _thing = new()
    {
        Name = "things/one",
        Title = "Victor Hugo, New York",
        First = "x",
        Size = 42,
        Ready = true,
        MadeAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Length = TimeSpan.FromSeconds(20.5),
        State = ThingState.TakesNobody,
        Groups = ["groups/eng", "groups/ops"],
        Labels = new Dictionary<string, string> { ["env"] = "prod", ["app.kubernetes.io/name"] = "studio", ["empty"] = "" },
    };

    // t stands for a condition that holds, f for one that does not.
    [Theory]
    [InlineData("t AND f OR t", true)]
    [InlineData("t OR f AND f", false)]
    [InlineData("f AND f OR t", false)]
    [InlineData("t f OR t", true)]
    [InlineData("f OR t t", true)]
    [InlineData("f OR t f", false)]
    [InlineData("t OR f f OR t", true)]
    [InlineData("f OR f OR t", true)]
    [InlineData("(f AND f) OR t", true)]
    [InlineData("f AND (f OR t)", false)]
    [InlineData("NOT f", true)]
    [InlineData("NOT f AND NOT t", false)]
    [InlineData("NOT f OR f", true)]
    [InlineData("NOT (t AND f)", true)]
    [InlineData("NOT(t)", false)]
    [InlineData("-f", true)]
    [InlineData("-(t f)", true)]
    [InlineData("t -f", true)]
    [InlineData("((t))", true)]
    [InlineData("( t )AND( t )", true)]
    [InlineData("  t  ", true)]
    public void Conditions_are_joined_as_the_precedence_of_AIP_160_says(string shape, bool passes)
    {
        var filter = shape.Replace("t", "size=42", StringComparison.Ordinal).Replace("f", "size=1", StringComparison.Ordinal);

        Assert.Equal(passes, Thing.Fields.ParseFilter(filter).Matches(_thing));
    }

    [Theory]
    [InlineData("Victor Hugo", true)]
    [InlineData("\"Victor Hugo\"", true)]
    [InlineData("\"Hugo Victor\"", false)]
    [InlineData("victor york", true)]
    [InlineData("New York Giants OR Yankees", false)]
    [InlineData("New York Giants OR hugo", true)]
    [InlineData("\"AND\"", false)]
    [InlineData("prod", true)]
    [InlineData("kubernetes.io", true)]
    [InlineData("groups/ops", true)]
    [InlineData("TAKES_NOBODY", true)]
    [InlineData("hu*yo", true)]
    [InlineData("yo*hu", false)]
    [InlineData("-nothing", true)]
    [InlineData("42", false)]
    [InlineData("not", false)]
    public void Bare_words_are_looked_for_in_every_text(string filter, bool passes)
        => Assert.Equal(passes, Thing.Fields.ParseFilter(filter).Matches(_thing));

    [Theory]
    [InlineData("name = \"things/one\"", true)]
    [InlineData("name=things/one", true)]
    [InlineData("name = 'things/one'", true)]
    [InlineData("name = Things/one", false)]
    [InlineData("name != things/one", false)]
    [InlineData("name = \"things/*\"", true)]
    [InlineData("name = *one", true)]
    [InlineData("name = t*s*e", true)]
    [InlineData("name = t*x*e", false)]
    [InlineData("name = \"things\\*\"", false)]
    [InlineData("name = *things/one*", true)]
    [InlineData("name = things/one*e", false)]
    [InlineData("name : ONE", true)]
    [InlineData("name < things/two", true)]
    [InlineData("name >= things/one", true)]
    [InlineData("name > things/one", false)]
    [InlineData("title = \"Victor Hugo, New York\"", true)]
    [InlineData("title:*", true)]
    [InlineData("title = (one OR *York)", true)]
    [InlineData("title : (hugo AND (york OR rome))", true)]
    [InlineData("title : (hugo AND -york)", false)]
    [InlineData("a.first = x", true)]
    [InlineData("size = 42", true)]
    [InlineData("size > -30", true)]
    [InlineData("size < 2.997e9", true)]
    [InlineData("size:42", true)]
    [InlineData("size <= 41.9", false)]
    [InlineData("ready = true", true)]
    [InlineData("ready != true", false)]
    [InlineData("create_time > 2026-02-28T23:59:59Z", true)]
    [InlineData("create_time > \"2026-03-01T12:00:00+01:00\"", true)]
    [InlineData("create_time = 2026-03-01T14:00:00+02:00", true)]
    [InlineData("create_time < 2026-03-01T12:00:00.5Z", true)]
    [InlineData("length = 20.5s", true)]
    [InlineData("length > 20s", true)]
    [InlineData("state = TAKES_NOBODY", true)]
    [InlineData("state = STATE_TAKES_NOBODY", true)]
    [InlineData("state != ACTIVE", true)]
    [InlineData("state = (ACTIVE OR TAKES_NOBODY)", true)]
    [InlineData("groups:\"groups/eng\"", true)]
    [InlineData("groups:groups/*g", true)]
    [InlineData("groups:groups", false)]
    [InlineData("groups:*", true)]
    [InlineData("labels:env", true)]
    [InlineData("labels:prod", false)]
    [InlineData("labels:app.kubernetes.io/name", true)]
    [InlineData("labels.env = prod", true)]
    [InlineData("labels.env:pr", true)]
    [InlineData("labels.env != prod", false)]
    [InlineData("labels.other != prod", true)]
    [InlineData("labels.other = *", false)]
    [InlineData("labels.other:*", false)]
    [InlineData("labels.empty:*", true)]
    [InlineData("labels.app.kubernetes.io/name = studio", true)]
    [InlineData("labels.\"app.kubernetes.io/name\" = 'studio'", true)]
    [InlineData("labels:*", true)]
    public void Fields_are_compared_by_their_kind(string filter, bool passes)
        => Assert.Equal(passes, Thing.Fields.ParseFilter(filter).Matches(_thing));

    [Theory]
    [InlineData("title = x", false)]
    [InlineData("title != x", true)]
    [InlineData("title = \"\"", true)]
    [InlineData("title:*", false)]
    [InlineData("size = 0", false)]
    [InlineData("size != 0", true)]
    [InlineData("size:*", false)]
    [InlineData("create_time < 2026-03-01T12:00:00Z", false)]
    [InlineData("NOT create_time < 2026-03-01T12:00:00Z", true)]
    [InlineData("groups:*", false)]
    [InlineData("labels:*", false)]
    public void What_is_not_set_only_differs(string filter, bool passes)
        => Assert.Equal(passes, Thing.Fields.ParseFilter(filter).Matches(new()));

    [Fact]
    public void Empty_filter_lets_everything_pass()
    {
        var filter = Thing.Fields.ParseFilter(" \t ");

        Assert.True(filter.IsEmpty);
        Assert.True(filter.Matches(new()));
    }

    [Theory]
    [InlineData("siz = 1", 1, "There is no field 'siz'")]
    [InlineData("size = 1 AND colour = red", 14, "There is no field 'colour'")]
    [InlineData("size = big", 8, "'big' is not a number")]
    [InlineData("size = 1e999", 8, "is not a number")]
    [InlineData("size =", 7, "ends where")]
    [InlineData("= 1", 1, "A '=' cannot stand here")]
    [InlineData("size = 1 AND", 13, "ends where")]
    [InlineData("AND size = 1", 1, "need quotes")]
    [InlineData("size = 1 OR", 12, "ends where")]
    [InlineData("size = 1 OR OR size = 2", 13, "need quotes")]
    [InlineData("NOT", 4, "ends where")]
    [InlineData("NOT NOT size = 1", 5, "need quotes")]
    [InlineData("(size = 1", 1, "not closed")]
    [InlineData("size = 1)", 9, "A ')' cannot stand here")]
    [InlineData("()", 2, "A ')' cannot stand here")]
    [InlineData("title = \"open", 9, "quotes are not closed")]
    [InlineData("title = \"a\\n\"", 11, "After a backslash")]
    [InlineData("title = \"a\\", 11, "After a backslash")]
    [InlineData("title = \"a\"\"b\"", 12, "cannot stand here")]
    [InlineData("title = a=b", 10, "cannot stand here")]
    [InlineData("name == x", 7, "A '=' cannot stand here")]
    [InlineData("title ! x", 7, "cannot stand here")]
    [InlineData("size.more = 1", 1, "no fields of its own")]
    [InlineData("ready > true", 1, "compared with = or !=")]
    [InlineData("ready = yes", 9, "not true or false")]
    [InlineData("state = GONE", 9, "one of ACTIVE, TAKES_NOBODY")]
    [InlineData("state = active", 9, "one of ACTIVE, TAKES_NOBODY")]
    [InlineData("state > ACTIVE", 1, "compared with = or !=")]
    [InlineData("groups = x", 1, "asked with a colon")]
    [InlineData("labels = x", 1, "a map")]
    [InlineData("create_time > 2026-03-01", 15, "not a time")]
    [InlineData("create_time > 2026-13-01T00:00:00Z", 15, "not a time")]
    [InlineData("length > 20", 10, "not a duration")]
    [InlineData("length > 9999999999999s", 10, "not a duration")]
    [InlineData("timestamp(x) > 1", 1, "There is no function")]
    [InlineData("a..b = 1", 3, "A '.' cannot stand here")]
    [InlineData("size = 1, ready = true", 9, "A ',' cannot stand here")]
    public void What_is_wrong_is_refused_with_its_position(string filter, int position, string says)
    {
        var refusal = Assert.Throws<RefusedException>(() => Thing.Fields.ParseFilter(filter));

        Assert.Equal("FILTER_INVALID", refusal.Reason);
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal(position.ToString(CultureInfo.InvariantCulture), refusal.Metadata["position"]);
        Assert.Equal("filter", Assert.Single(refusal.Violations).Field);
        Assert.Contains(says, refusal.Violations[0].Description, StringComparison.Ordinal);
        Assert.Equal("name, title, a.first, size, ready, create_time, length, state, groups, labels.*", refusal.Metadata["fields"]);
    }

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        Assert.Throws<RefusedException>(() => Thing.Fields.ParseFilter(new string('a', 4097)));
        Assert.Throws<RefusedException>(() => Thing.Fields.ParseFilter(new string('(', 33) + "a" + new string(')', 33)));
        Assert.True(Thing.Fields.ParseFilter(new string('(', 32) + "one" + new string(')', 32)).Matches(_thing));
        Assert.True(Thing.Fields.ParseFilter(string.Join(' ', Enumerable.Repeat("(one)", 600))).Matches(_thing));
    }

    [Theory]
    [InlineData("name = \"users/alice\"", "users/alice")]
    [InlineData("size > 1 AND (name = users/alice) ready = true", "users/alice")]
    [InlineData("name = users/alice OR size = 1", null)]
    [InlineData("NOT name = users/alice", null)]
    [InlineData("name != users/alice", null)]
    [InlineData("name : users/alice", null)]
    [InlineData("name = users/*", null)]
    [InlineData("name = \"users/\\*\"", "users/*")]
    [InlineData("title = users/alice", null)]
    [InlineData("", null)]
    public void What_a_field_must_be_is_known_only_when_nothing_else_passes(string filter, string? demanded)
        => Assert.Equal(demanded, Thing.Fields.ParseFilter(filter).Demanded("name"));

    [Fact]
    public void No_text_does_anything_but_filter_or_be_refused()
    {
        string[] pieces =
        [
            "AND", "OR", "NOT", "-", "(", ")", " ", "  ", "\"", "'", "\\", "*", ".", ",", ":", "=", "!=", "!", "<", "<=", ">", ">=",
            "size", "name", "labels", "labels.env", "groups", "state", "ready", "create_time", "length", "42", "1e9", "true", "ACTIVE",
            "2026-03-01T12:00:00Z", "20s", "x", "é", "\ud83d\ude00", "\ud83d", "\0", "\t", "\n",
        ];
        var random = new Random(160);
        var (passed, refused) = (0, 0);
        for (var round = 0; round < 50_000; round++)
        {
            var filter = string.Concat(Enumerable.Range(0, random.Next(1, 14))
                .Select(_ => pieces[random.Next(pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
            try
            {
                _ = Thing.Fields.ParseFilter(filter).Matches(_thing);
                passed++;
            }
            catch (RefusedException refusal) when (refusal.Reason == "FILTER_INVALID")
            {
                refused++;
            }
        }

        Assert.True(passed > 500 && refused > 500, $"{passed} filters and {refused} refusals: the mixture tests too little.");
    }
}
