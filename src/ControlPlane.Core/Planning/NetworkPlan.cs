namespace ControlPlane.Planning;

/// <summary>What the network of a domain is asked to carry.</summary>
/// <param name="Users">How many people. 1 or more.</param>
public sealed record NetworkQuestion(int Users)
{
    /// <summary>The Studio instances that a person runs at once: a system instance and one for each instance type in Studio Classic, one for each
    /// running space in Studio. 2 unless set.</summary>
    public int StudioInstances { get; init; } = 2;

    /// <summary>The training or processing instances that a person runs at once in the same VPC; none unless set.</summary>
    public int TrainingInstances { get; init; }

    /// <summary>Whether training uses the Elastic Fabric Adapter, which takes 5 addresses for each instance instead of 2.</summary>
    public bool Efa { get; init; }

    /// <summary>The subnets, each in an Availability Zone of its own; 3 unless set.</summary>
    public int Zones { get; init; } = 3;

    /// <summary>The interface endpoints in each subnet; 10 unless set. Gateway endpoints take no address.</summary>
    public int Endpoints { get; init; } = 10;

    /// <summary>Whether the domain has a home file system, whose mount target takes an address in each subnet. True unless set.</summary>
    public bool FileSystem { get; init; } = true;

    /// <summary>How much the number of people will grow, in percent; 0 unless set.</summary>
    public double GrowthPercent { get; init; }
}

/// <summary>The addresses that a domain's network needs.</summary>
/// <param name="PerUser">Addresses for each person.</param>
/// <param name="Shared">Addresses of endpoints and mount targets, over all subnets.</param>
/// <param name="ForUsers">Addresses of all people, with growth.</param>
/// <param name="Reserved">Addresses that AWS keeps for itself, over all subnets.</param>
/// <param name="Subnets">The size of each subnet, by assumption.</param>
/// <remarks>The arithmetic is that of Table 1 of the whitepaper SageMaker Studio Administration Best Practices, with its mistake mended: it
/// adds the people of the whole domain to the shared addresses of one subnet.</remarks>
public sealed record NetworkPlan(int PerUser, int Shared, int ForUsers, int Reserved, IReadOnlyList<SubnetSize> Subnets)
{
    const int SmallestPrefix = 28;
    const int LargestPrefix = 16;

    /// <summary>All addresses that are in use, without those that AWS reserves.</summary>
    public int Total => Shared + ForUsers;

    /// <summary>Answers a question.</summary>
    public static NetworkPlan Of(NetworkQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var limits = CapacityLimits.Shipped;
        var perUser = limits.AddressesPerUser(question.StudioInstances, question.TrainingInstances, question.Efa);
        var shared = question.Endpoints + (question.FileSystem ? 1 : 0);
        var forUsers = (int)Math.Ceiling(Math.Round(question.Users * perUser * (1 + (question.GrowthPercent / 100)), 6));
        return new(
            perUser, question.Zones * shared, forUsers, question.Zones * limits.ReservedPerSubnet,
            [.. Enumerable.Range(0, question.Zones).Select(lost => SizeOf(question, lost, forUsers, shared))]);
    }

    static SubnetSize SizeOf(NetworkQuestion question, int lost, int forUsers, int shared)
    {
        var left = question.Zones - lost;
        var needed = ((forUsers + left - 1) / left) + shared;
        int? prefix = Enumerable.Range(LargestPrefix, SmallestPrefix - LargestPrefix + 1).Where(p => Usable(p) >= needed).Select(p => (int?)p).LastOrDefault();
        return new(lost, needed, prefix, prefix is { } size ? Usable(size) : 0);
    }

    static int Usable(int prefix) => (1 << (32 - prefix)) - CapacityLimits.Shipped.ReservedPerSubnet;
}

/// <summary>The size of each subnet, when some of the zones are away.</summary>
/// <param name="ZonesLost">How many zones are away, so that the others carry everybody.</param>
/// <param name="Needed">The addresses that one subnet must have, without those that AWS reserves.</param>
/// <param name="Prefix">The smallest block that has them, 16 to 28; null when even /16 is too small.</param>
/// <param name="Usable">The addresses of that block, without those that AWS reserves.</param>
public sealed record SubnetSize(int ZonesLost, int Needed, int? Prefix, int Usable);
