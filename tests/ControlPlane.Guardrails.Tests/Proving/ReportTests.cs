using System.Text.Json;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Guardrails.Proving.Reports;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Proving;

public sealed class ReportTests
{
    static readonly ProofResult s_proof = Prove(AWorld.Small(), shipped: true, printed: true);

    [Fact]
    public void Page_shows_every_case_with_its_verdict_and_needs_nothing_else()
    {
        var html = ProofHtml.Write(s_proof);

        Assert.Contains("It holds", html, StringComparison.Ordinal);
        Assert.All(s_proof.Cases.Where(c => c.Case.Chapter is not ProofChapter.Bypasses || !c.Holds), c => Assert.Contains(System.Net.WebUtility.HtmlEncode(c.Case.Title), html, StringComparison.Ordinal));
        Assert.All(PrintedMistake.Of(s_proof), m => Assert.Contains($"<code>{m.Printed}</code> → <code>{m.Guardrail}</code>", html, StringComparison.Ordinal));
        foreach (var outside in (string[])["<script", "src=", "href=", "url(", "@import"])
        {
            Assert.DoesNotContain(outside, html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Verdicts_can_be_read_without_colours()
    {
        var html = ProofHtml.Write(s_proof);

        Assert.Contains($"<title>{System.Net.WebUtility.HtmlEncode("a1 · TeamA → a2 · TeamA")}: denied</title>", html, StringComparison.Ordinal);
        Assert.Contains("and must not be", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Printed_policies_alone_do_not_hold()
    {
        var proof = Prove(AWorld.Small(), shipped: false, printed: true);

        Assert.False(proof.Holds);
        Assert.Contains("It does not hold", ProofHtml.Write(proof), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_people_are_text_and_not_markup()
    {
        var world = new ProofWorld([AWorld.Seat("<img src=x>", "TeamA") with { Profile = "img" }, AWorld.Seat("b", "TeamA")]);

        Assert.DoesNotContain("<img", ProofHtml.Write(Prove(world, shipped: true, printed: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Hundreds_of_teams_are_drawn_and_only_what_differs_is_kept()
    {
        var world = AWorld.Of(20);

        var proof = Prove(world, shipped: true, printed: false);
        var html = ProofHtml.Write(proof);

        Assert.True(proof.Holds);
        Assert.All(proof.Cases, c => Assert.Empty(c.Cells));
        Assert.InRange(html.Length, 10_000, 3_000_000);
    }

    [Fact]
    public void Json_holds_every_decision_with_what_decided_it()
    {
        var json = JsonElement.Parse(ProofJson.Write(s_proof).ToJsonString());

        Assert.True(json.GetProperty("holds").GetBoolean());
        Assert.Equal(s_proof.Cases.Sum(c => c.Asked), json.GetProperty("cases").EnumerateArray().Sum(c => c.GetProperty("cells").GetArrayLength()));
        Assert.All(json.GetProperty("printedMistakes").EnumerateArray(), m => Assert.True(m.GetProperty("closed").GetBoolean()));
    }

    static ProofResult Prove(ProofWorld world, bool shipped, bool printed)
        => Prover.Prove(world, new(Exhaustive: true), Prover.Books(world, GuardrailParameters.Default, shipped, printed), GuardrailParameters.Default, CancellationToken.None);
}
