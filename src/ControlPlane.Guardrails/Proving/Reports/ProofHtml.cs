using System.Globalization;
using System.Net;
using System.Text;
using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Guardrails.Proving.Reports;

/// <summary>A proof as one page of HTML that needs nothing else: no script, no other file, dark where the reader's machine is.</summary>
public static class ProofHtml
{
    static readonly (ProofChapter Chapter, string Title, string Text)[] s_chapters =
    [
        (ProofChapter.Open, "1. Only A1 opens A1's Studio", "Who can get a presigned URL for whose profile. Rows ask, columns are whose Studio it is."),
        (ProofChapter.Teams, "2. Team B does not see team A's artefacts", "Reading, changing and the data of another team, from a notebook. Rows ask, columns are whose things they are."),
        (ProofChapter.Owners, "3. In a team everybody sees, and only the owner changes", "Rows ask, columns are whose things they are."),
    ];

    /// <summary>The page.</summary>
    public static string Write(ProofResult proof)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Proof of isolation</title>\n<style>\n");
        html.Append(Style()).Append("</style>\n</head>\n<body>\n");
        Head(html, proof);
        foreach (var (chapter, title, text) in s_chapters)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2>\n<p class=\"soft\">{Text(text)}</p>\n");
            foreach (var cases in proof.Cases.Where(c => c.Case.Chapter == chapter).GroupBy(c => c.Case))
            {
                Case(html, proof.World, cases.Key, [.. cases]);
            }
        }

        Bypasses(html, proof);
        Mistakes(html, proof);
        Limits(html, proof);
        return html.Append("</body>\n</html>\n").ToString();
    }

    static void Head(StringBuilder html, ProofResult proof)
    {
        var different = proof.Cases.Where(c => c.Book is ShippedBook || !proof.Shipped.Any()).Sum(c => c.Different);
        var mistakes = PrintedMistake.Of(proof).ToList();
        html.Append("<h1>Proof of isolation</h1>\n<p class=\"soft\">Every decision below was made by AWS's policy evaluation logic, offline, over the people, teams and domains of the catalog. No AWS was asked.</p>\n");
        html.Append(proof.Holds
            ? "<div class=\"banner good\">✓ It holds: every decision is as it must be.</div>\n"
            : $"<div class=\"banner wrong\">✕ It does not hold: {Number(different)} decisions are not as they must be{(proof.World.Problems.Count > 0 ? ", and AWS cannot tell everybody apart" : "")}{(proof.Shipped.Any() ? "" : $", and {mistakes.Count} more requests show mistakes of the printed policies")}.</div>\n");
        html.Append("<ul class=\"facts\">");
        foreach (var (value, what) in new[]
        {
            (Number(proof.Asked), "decisions"), (Number(proof.World.Teams.Count), "teams"), (Number(proof.World.Seats.Select(s => s.User).Distinct().Count()), "people"),
            (Number(proof.World.Seats.Select(s => (s.Account, s.Domain)).Distinct().Count()), "domains"), (Number(proof.World.Seats.Select(s => s.Account).Distinct().Count()), "accounts"),
            (proof.Plan.Exhaustive ? "all" : "sampled", "pairs of teams"),
        })
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><b>{value}</b>{(value is "1" ? what.TrimEnd('s') : what)}</li>");
        }

        html.Append("</ul>\n");
        if (proof.Shipped.Any() && proof.Printed.Any())
        {
            var broken = proof.Printed.Where(c => !c.Holds).Select(c => c.Case).Distinct().ToList();
            html.Append(CultureInfo.InvariantCulture, $"<p>The guides' policies as printed fail in <b>{broken.Count}</b> of {proof.Printed.Select(c => c.Case).Distinct().Count()} cases that they promise, and in <b>{mistakes.Count}</b> single requests. The shipped policies close <b>{broken.Count(b => proof.Shipped.Single(s => s.Case == b).Holds)}</b> and <b>{mistakes.Count(m => m.Closed == true)}</b> of them.</p>\n");
        }

        foreach (var problem in proof.World.Problems)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><span class=\"verdict wrong\">✕ wrong</span> {Text(problem)}</p>\n");
        }

        foreach (var remark in proof.World.Remarks)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><b>Note.</b> {Text(remark)}</p>\n");
        }

        html.Append("<ul class=\"key\" aria-label=\"Key\"><li><i class=\"yes\">✓</i>allowed, as it must be</li><li><i class=\"no\">✕</i>denied, as it must be</li><li><i class=\"mixed\">±</i>some of both, as it must be</li><li><i class=\"bad\">✓!</i>not as it must be</li><li>dashed: not asked</li></ul>\n");
    }

    static void Case(StringBuilder html, ProofWorld world, ProofCase proofCase, IReadOnlyList<CaseProof> proofs)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"case\" id=\"{proofCase.Id}\"><h3>{Text(proofCase.Title)}</h3>\n<div class=\"books\">\n");
        foreach (var proof in proofs)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"book\"><h4>{Text(proof.Book.Title)} {Verdict(proof)}</h4>\n");
            MatrixPicture.Write(html, new(world, proof), $"{proofCase.Title}. {proof.Book.Title}: {Words(proof)}.");
            html.Append("</div>\n");
        }

        html.Append("</div>\n");
        foreach (var proof in proofs)
        {
            Why(html, proof);
        }

        html.Append("</section>\n");
    }

    static void Why(StringBuilder html, CaseProof proof)
    {
        html.Append(CultureInfo.InvariantCulture, $"<details{(proof.Book is ShippedBook && !proof.Holds ? " open" : "")}><summary>{Text(proof.Book.Title)}: what decided</summary><ul class=\"why\">");
        foreach (var (reason, count) in proof.Reasons)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{Number(count)} × {Text(reason)}</li>");
        }

        html.Append("</ul>");
        if (proof.Differences.Count > 0)
        {
            html.Append("<div class=\"scroll\"><table><thead><tr><th>asks</th><th>whose</th><th>request</th><th>must be</th><th>is</th></tr></thead><tbody>");
            foreach (var cell in proof.Differences)
            {
                html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(cell.Asking.Label)}</td><td>{Text(cell.Target.Label)}</td><td><code>{Text(cell.Action)}</code><br><code>{Text(cell.Resource)}</code></td><td>{(cell.Expected ? "allowed" : "denied")}</td><td>{Text(cell.Decision.Reason)}</td></tr>");
            }

            html.Append(CultureInfo.InvariantCulture, $"</tbody></table></div>{(proof.Different > proof.Differences.Count ? $"<p class=\"soft\">and {Number(proof.Different - proof.Differences.Count)} more</p>" : "")}");
        }

        html.Append("</details>\n");
    }

    static void Bypasses(StringBuilder html, ProofResult proof)
    {
        html.Append("<h2>4. The known ways around</h2>\n<p class=\"soft\">Everything here must be refused. Each is tried for every pair of people that it concerns.</p>\n<div class=\"scroll\"><table><thead><tr><th>way around</th>");
        foreach (var book in proof.Books)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th>{Text(book.Title)}</th>");
        }

        html.Append("<th>what decides</th></tr></thead><tbody>\n");
        foreach (var cases in proof.Cases.Where(c => c.Case.Chapter is ProofChapter.Bypasses).GroupBy(c => c.Case))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr id=\"{cases.Key.Id}\"><td>{Text(cases.Key.Title)}</td>");
            foreach (var book in proof.Books)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{(cases.FirstOrDefault(c => c.Book == book) is { } one ? Verdict(one) : "<span class=\"verdict unasked\">– not promised</span>")}</td>");
            }

            html.Append(CultureInfo.InvariantCulture, $"<td class=\"soft\">{string.Join("<br>", cases.First().Reasons.Take(3).Select(r => Text(r.Reason)))}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        foreach (var proofOfCase in proof.Cases.Where(c => c.Case.Chapter is ProofChapter.Bypasses && !c.Holds))
        {
            html.Append(CultureInfo.InvariantCulture, $"<section class=\"case\"><h3>{Text(proofOfCase.Case.Title)} {Verdict(proofOfCase)}</h3>");
            Why(html, proofOfCase);
            html.Append("</section>\n");
        }
    }

    static void Mistakes(StringBuilder html, ProofResult proof)
    {
        var mistakes = PrintedMistake.Of(proof).ToList();
        html.Append(CultureInfo.InvariantCulture, $"<h2>5. The printed mistakes, one by one</h2>\n<p class=\"soft\">{mistakes.Count} requests that a printed policy decides wrongly, and what the guardrail that corrects it makes of them. {Number(proof.Vectors.Count)} expectations were checked.</p>\n<div class=\"scroll\"><table><thead><tr><th>policy</th><th>request</th><th>as printed</th><th>as shipped</th></tr></thead><tbody>\n");
        foreach (var mistake in mistakes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{mistake.Printed}</code> → <code>{mistake.Guardrail}</code></td><td>{Text(mistake.Case)}<br><code>{Text(mistake.Action)}</code></td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{(mistake.AsPrinted is null ? "–" : $"<span class=\"verdict wrong\">✕ wrong</span> {Text(mistake.AsPrinted)}")}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{(mistake.AsShipped is null ? "–" : $"<span class=\"verdict {(mistake.Closed == true ? "good\">✓ right" : "wrong\">✕ wrong")}</span> {Text(mistake.AsShipped)}")}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    static void Limits(StringBuilder html, ProofResult proof)
    {
        html.Append("<h2>6. What this does not show</h2>\n<ul>\n<li>It is the logic of AWS's documents and not AWS: the condition keys of a request are those that the documents name.</li>\n<li>It proves what the policies would decide when they are attached as the catalogue says. It does not look whether they are.</li>\n");
        foreach (var guardrail in GuardrailCatalogue.All.Where(g => proof.Shipped.Any() && (RoleSet.SharedPolicies.Contains(g.Id) || ShippedBook.ControlPolicies.Contains(g) || g.Id is "execution-boundary" or "vend-permissions" or "vend-session" or "broker-permissions" or "gateway-trust" or "execution-trust")))
        {
            foreach (var limit in guardrail.Limits)
            {
                html.Append(CultureInfo.InvariantCulture, $"<li><code>{guardrail.Id}</code>: {Text(limit)}</li>\n");
            }
        }

        html.Append("</ul>\n");
    }

    static string Verdict(CaseProof proof) => $"<span class=\"verdict {(proof.Holds ? "good\">✓" : "wrong\">✕")} {Words(proof)}</span>";

    static string Words(CaseProof proof) => proof.Holds ? $"{Number(proof.Asked)} as they must be" : $"{Number(proof.Different)} of {Number(proof.Asked)} wrong";

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string Style()
    {
        using var stream = typeof(ProofHtml).Assembly.GetManifestResourceStream("proof.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
