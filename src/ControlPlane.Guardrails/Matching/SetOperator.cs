namespace ControlPlane.Guardrails.Matching;

/// <summary>How a condition takes a key with several values.</summary>
enum SetOperator
{
    /// <summary>No set operator is given.</summary>
    None,

    /// <summary>One value of the request is enough.</summary>
    ForAnyValue,

    /// <summary>Every value of the request must do.</summary>
    ForAllValues,
}
