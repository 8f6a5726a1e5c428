using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>Runs the vectors of the catalogue.</summary>
public static class GuardrailVectors
{
    /// <summary>Every expectation of every vector.</summary>
    public static IEnumerable<VectorResult> RunAll(GuardrailParameters parameters)
        => from vector in GuardrailCatalogue.ReadVectors(parameters)
           from expectation in vector.Expectations
           select Run(vector, expectation.Form, parameters);

    /// <summary>One expectation of a vector.</summary>
    public static VectorResult Run(PolicyVector vector, PolicyForm form, GuardrailParameters parameters)
    {
        var (guardrail, printed) = GuardrailCatalogue.SubjectOf(vector);
        var policy = form is PolicyForm.Fixed ? guardrail.ToPolicy(parameters)
            : printed?.ToPolicy(parameters, VectorRun.KindOf(vector.SeedRole)) ?? throw new InvalidOperationException($"'{vector.Policy}' names no printed policy.");
        return VectorRun.Run(vector, form, vector.Expectations.Single(e => e.Form == form).Expected, policy);
    }
}
