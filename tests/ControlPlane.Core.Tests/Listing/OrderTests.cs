using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Core.Tests.Listing;

public sealed class OrderTests
{
    static readonly Thing[] _things =
    [
        new() { Name = "b", Size = 1, Labels = new Dictionary<string, string> { ["env"] = "x" } },
        new() { Name = "a", Size = 2, State = ThingState.TakesNobody },
        new() { Name = "c", Size = 1, MadeAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        new() { Name = "d", Length = TimeSpan.FromSeconds(1) },
    ];

    [Theory]
    [InlineData("name", "abcd")]
    [InlineData("name desc", "dcba")]
    [InlineData("size, name desc", "dcba")]
    [InlineData("size desc, name", "abcd")]
    [InlineData("  size   desc ,name  asc ", "abcd")]
    [InlineData("create_time desc, name", "cabd")]
    [InlineData("length desc,name", "dabc")]
    [InlineData("state desc, name", "abcd")]
    [InlineData("labels.env desc, name", "bacd")]
    public void Things_are_ordered_by_each_field_in_turn(string order, string names)
        => Assert.Equal(names, string.Concat(_things.Order(Thing.Fields.ParseOrder(order)).Select(t => t.Name)));

    [Theory]
    [InlineData("colour", 1, "There is no field 'colour'")]
    [InlineData("name, colour", 7, "There is no field 'colour'")]
    [InlineData("name,", 6, "A field is missing")]
    [InlineData(",", 1, "A field is missing")]
    [InlineData("name DESC", 1, "is not a field with 'desc'")]
    [InlineData("name desc desc", 1, "is not a field with 'desc'")]
    [InlineData("name, name desc", 7, "twice")]
    [InlineData("groups", 1, "has no order")]
    [InlineData("labels", 1, "has no order")]
    [InlineData("size.x", 1, "has no order")]
    [InlineData("labels.a,labels.b,labels.c,labels.d,labels.e,labels.f,labels.g,labels.h,labels.i", 73, "more than 8")]
    public void What_is_wrong_is_refused_with_its_position(string order, int position, string says)
    {
        var refusal = Assert.Throws<RefusedException>(() => Thing.Fields.ParseOrder(order));

        Assert.Equal("ORDER_BY_INVALID", refusal.Reason);
        Assert.Equal($"{position}", refusal.Metadata["position"]);
        Assert.Contains(says, Assert.Single(refusal.Violations).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void No_order_leaves_everything_equal()
    {
        Assert.True(Thing.Fields.ParseOrder("").IsEmpty);
        Assert.Equal(0, Thing.Fields.ParseOrder(" ").Compare(_things[0], _things[1]));
        Assert.Throws<RefusedException>(() => Thing.Fields.ParseOrder(new string('a', 1025)));
    }
}
