namespace ControlPlane.Sandbox.Emulator;

/// <summary>Removes what is over from a table, and looks through it only once it has doubled: the cost of each addition stays the same
/// however many there are.</summary>
sealed class Sweep
{
    const int Smallest = 1024;

    int _next = Smallest;

    /// <summary>Looks through the table when it is time to.</summary>
    public void Run<T>(Dictionary<string, T> table, Func<T, bool> isOver)
    {
        if (table.Count < _next)
        {
            return;
        }

        foreach (var key in table.Where(entry => isOver(entry.Value)).Select(entry => entry.Key).ToArray())
        {
            table.Remove(key);
        }

        _next = Math.Max(Smallest, 2 * table.Count);
    }
}
