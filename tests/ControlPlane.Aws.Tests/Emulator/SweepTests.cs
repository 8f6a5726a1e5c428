using System.Globalization;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class SweepTests
{
    [Fact]
    public void Table_is_looked_through_once_it_is_large_and_then_left_alone_until_it_has_doubled()
    {
        var sweep = new Sweep();
        var table = Enumerable.Range(0, 1023).ToDictionary(n => n.ToString(CultureInfo.InvariantCulture));

        sweep.Run(table, _ => true);
        Assert.Equal(1023, table.Count);
        table["1023"] = 1023;
        sweep.Run(table, n => n < 24);
        Assert.Equal(1000, table.Count);
        sweep.Run(table, _ => true);

        Assert.Equal(1000, table.Count);
    }
}
