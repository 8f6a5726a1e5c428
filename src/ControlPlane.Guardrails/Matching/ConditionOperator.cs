namespace ControlPlane.Guardrails.Matching;

/// <summary>A condition operator with its prefix and suffix.</summary>
sealed class ConditionOperator
{
    const string Any = "ForAnyValue:";
    const string All = "ForAllValues:";
    const string IfExistsSuffix = "IfExists";

    ConditionOperator(string name, SetOperator set, bool ifExists, string bare)
    {
        (Name, Set, IfExists) = (name, set, ifExists);
        Negated = bare.Contains("Not", StringComparison.Ordinal);
        Positive = bare.Replace("Not", "", StringComparison.Ordinal);
    }

    /// <summary>As it stands in the document.</summary>
    public string Name { get; }

    public SetOperator Set { get; }

    public bool IfExists { get; }

    public bool Negated { get; }

    /// <summary>The bare operator without its negation.</summary>
    public string Positive { get; }

    public bool IsNull => Positive is "Null";

    /// <summary>What a request without the key means: a positive operator fails, a negated one holds, <c>IfExists</c> holds;
    /// <c>ForAllValues</c> of nothing holds and <c>ForAnyValue</c> of nothing fails.</summary>
    public bool HoldsWithoutKey => IfExists || Set is SetOperator.ForAllValues || (Set is SetOperator.None && Negated);

    /// <summary>Reads a name; null when there is no such operator.</summary>
    public static ConditionOperator? Find(string name)
    {
        var (set, bare) = name.StartsWith(Any, StringComparison.Ordinal) ? (SetOperator.ForAnyValue, name[Any.Length..])
            : name.StartsWith(All, StringComparison.Ordinal) ? (SetOperator.ForAllValues, name[All.Length..])
            : (SetOperator.None, name);
        var ifExists = bare.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        bare = ifExists ? bare[..^IfExistsSuffix.Length] : bare;
        var bareNull = bare is "Null" && set is SetOperator.None && !ifExists;
        return bareNull || ConditionValue.Operators.Contains(bare) ? new(name, set, ifExists, bare) : null;
    }
}
