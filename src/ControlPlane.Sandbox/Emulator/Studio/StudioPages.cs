using System.Globalization;
using System.Net;
using System.Text;

namespace ControlPlane.Sandbox.Emulator.Studio;

/// <summary>The pages of the emulated Studio. No scripts, no secrets.</summary>
static class StudioPages
{
    /// <summary>Studio itself, with all that AWS knows of this session.</summary>
    public static string Studio(StudioSession session, DateTimeOffset now)
    {
        var ticket = session.Ticket;
        var facts = new List<(string Name, string Value)>
        {
            ("Account", ticket.Account),
            ("Region", ticket.Region),
            ("Domain", ticket.DomainName == ticket.DomainId ? ticket.DomainId : $"{ticket.DomainName} ({ticket.DomainId})"),
            ("User profile", ticket.Profile),
            ("Execution role", ticket.ExecutionRole),
            ("Source identity of the vend session", ticket.SourceIdentity ?? "none"),
            ("Source identity in the notebooks", ticket.HandsOnIdentity ? ticket.Profile : "none"),
            ("Session length", Length(ticket.SessionLength)),
            ("Session ends", session.EndsAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("Landing page", ticket.Landing ?? "Studio's own choice"),
            ("Space", ticket.Space ?? "none"),
            ("URL asked for by", ticket.VendedBy),
        };
        var body = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<h1>{Text(ticket.Profile)}</h1>")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"lead\">Signed in to account {Text(ticket.Account)}, {Text(ticket.Region)}. ")
            .Append(CultureInfo.InvariantCulture, $"{Length(session.EndsAt - now)} left.</p><h2>This session</h2><dl>");
        foreach (var (name, value) in facts)
        {
            body.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>");
        }

        body.Append("</dl><h2>Tags of the profile</h2>").Append(Tags(ticket.Tags));
        return Layout($"{ticket.Profile} - Studio", body.ToString());
    }

    /// <summary>A presigned URL that opens nothing.</summary>
    public static string Refused(EntryRefusal refusal) => refusal switch
    {
        EntryRefusal.Used => Message("This link was used already", "A presigned URL opens Studio once. Start again from your portal to get a new one."),
        EntryRefusal.Expired => Message("This link has expired", "A presigned URL works for a short time only. Start again from your portal to get a new one."),
        EntryRefusal.Unknown => Message("This link is not valid", "It was not made here, or the emulator has been restarted since. Start again from your portal."),
        _ => throw new InvalidOperationException($"No page for {refusal}."),
    };

    /// <summary>No session, or one that is over.</summary>
    public static string SignedOut() => Message("You are not signed in", "Your Studio session is over, or it began in another browser. Start again from your portal.");

    /// <summary>A session whose maker's policies do not allow it any more.</summary>
    public static string Denied() => Message("AWS does not let you in any more", "The policies of the role that opened this session deny it now, as when your access has ended.");

    static string Message(string title, string text) => Layout(title, $"<h1>{Text(title)}</h1><p class=\"lead\">{Text(text)}</p>");

    static string Tags(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            return "<p>None.</p>";
        }

        var table = new StringBuilder("<table><thead><tr><th scope=\"col\">Key</th><th scope=\"col\">Value</th></tr></thead><tbody>");
        foreach (var (key, value) in tags)
        {
            table.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(key)}</td><td>{Text(value)}</td></tr>");
        }

        return table.Append("</tbody></table>").ToString();
    }

    static string Length(TimeSpan length)
        => length.TotalHours >= 1 ? $"{(int)length.TotalHours} h {length.Minutes} min" : $"{(int)length.TotalMinutes} min";

    static string Text(string value) => WebUtility.HtmlEncode(value);

    static string Layout(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <header><span class="mark" aria-hidden="true"></span><span>Studio</span><span class="badge">Emulated</span></header>
        <main>{body}</main>
        <footer>This page stands in for Amazon SageMaker Studio. Nothing here runs in AWS.</footer>
        </body>
        </html>
        """;

    const string Style = """
        :root{color-scheme:light dark;--ink:#16202c;--soft:#4a5868;--line:#d5dce4;--paper:#fff;--ground:#f3f6f9;--accent:#0b5d7a}
        @media (prefers-color-scheme:dark){:root{--ink:#e8eef4;--soft:#a9b7c6;--line:#334253;--paper:#17212c;--ground:#0f1720;--accent:#7fd0ec}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        header{display:flex;align-items:center;gap:.6rem;padding:.8rem 1.5rem;background:var(--paper);border-bottom:1px solid var(--line);font-weight:600}
        .mark{width:1.1rem;height:1.1rem;border-radius:.3rem;background:linear-gradient(135deg,#0b7a8f,#6a4bc4)}
        .badge{font-size:.8rem;font-weight:500;color:var(--soft);border:1px solid var(--line);border-radius:1rem;padding:0 .6rem}
        main{max-width:52rem;margin:1.5rem auto;padding:1.5rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
        h1{margin:0;font-size:1.6rem;overflow-wrap:anywhere}
        h2{margin:1.8rem 0 .5rem;font-size:1.1rem;color:var(--accent)}
        .lead{margin:.3rem 0 0;color:var(--soft)}
        dl{display:grid;grid-template-columns:minmax(9rem,17rem) 1fr;margin:0}
        dt,dd{padding:.45rem 0;margin:0;border-top:1px solid var(--line);overflow-wrap:anywhere}
        dt{color:var(--soft);padding-right:1rem}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.45rem .75rem .45rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
        th{color:var(--soft);font-weight:500}
        footer{max-width:52rem;margin:0 auto 2rem;padding:0 1.5rem;color:var(--soft);font-size:.9rem}
        @media (max-width:34rem){dl{grid-template-columns:1fr}dd{border-top:0;padding-top:0}main{border-radius:0;margin:0}}
        """;
}
