using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Vectors;

/// <summary>The policies of the guides as printed and as corrected, with what each must decide.</summary>
public sealed class FactVectorTests
{
    static readonly VectorReading Read = VectorFile.Read(File.ReadAllText(A.Data("vectors.json")));

    public static TheoryData<int, PolicyForm> Expectations
    {
        get
        {
            var data = new TheoryData<int, PolicyForm>();
            for (var i = 0; i < Read.Vectors.Count; i++)
            {
                foreach (var (form, _) in Read.Vectors[i].Expectations)
                {
                    data.Add(i, form);
                }
            }

            return data;
        }
    }

    [Fact]
    public void File_of_vectors_is_read_without_a_finding()
    {
        Assert.Empty(Read.Findings);
        Assert.Equal(279, Read.Vectors.Sum(v => v.Expectations.Count()));
    }

    [Theory, MemberData(nameof(Expectations))]
    public void Policy_decides_as_the_vector_says(int index, PolicyForm form)
    {
        var vector = Read.Vectors[index];
        var text = File.ReadAllText(A.Data("policies", $"{vector.Policy}.{(form is PolicyForm.Seed ? "seed" : "fixed")}.json"));
        foreach (var (placeholder, value) in vector.SeedSubstitutions)
        {
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }

        var kind = VectorRun.KindOf(form is PolicyForm.Seed ? vector.SeedRole : vector.FixedRole);

        var result = VectorRun.Run(vector, form, vector.Expectations.Single(e => e.Form == form).Expected, Policy.Parse(vector.Policy, text, kind));

        Assert.True(result.Passed, $"{vector.Policy} {form} '{vector.Case}': {result.Explanation.Decision.Reason}");
    }

    [Theory]
    [InlineData("""[{"policy":"P","kind":"identity","action":"a:b","resource":"*","context":{}}]""", "$[0]")]
    [InlineData("""[{"policy":"../P","kind":"identity","action":"a:b","resource":"*","expectFixed":"allow"}]""", "$[0].policy")]
    [InlineData("""[{"policy":"P","kind":"group","action":"a:b","resource":"*","expectFixed":"allow"}]""", "$[0].kind")]
    [InlineData("""[{"policy":"P","kind":"scp","action":"a:b","resource":"*","expectFixed":"deny"}]""", "$[0].expectFixed")]
    [InlineData("""[{"policy":"P","kind":"scp","action":"a:b","resource":"*","expectFixed":"allow","context":{"a":{}}}]""", "$[0].context.a")]
    [InlineData("""[{"policy":"P","kind":"trust","action":"a:b","resource":"*","expectFixed":"allow","principal":{"AWS":"nobody"}}]""", "$[0].principal")]
    [InlineData("""[{"policy":"P","kind":"scp","resource":"*","expectFixed":"allow"}]""", "$[0].action")]
    [InlineData("[]", "$")]
    [InlineData("{}", "$")]
    [InlineData("[", "$")]
    public void File_that_is_wrong_is_told_with_the_place(string json, string path)
    {
        var reading = VectorFile.Read(json);

        Assert.Equal([path], reading.Errors.Select(f => f.Path));
        Assert.Empty(reading.Vectors);
    }
}
