using System.Diagnostics;
using OpenTelemetry;

namespace ControlPlane.Server.Observability;

/// <summary>Takes queries out of every span: a query is where tokens travel.</summary>
sealed class UrlRedaction : BaseProcessor<Activity>
{
    static readonly string[] _whole = ["url.full", "http.url", "http.target"];

    public override void OnEnd(Activity data)
    {
        data.SetTag("url.query", null);
        foreach (var name in _whole)
        {
            if (data.GetTagItem(name) is string text && text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var cut)
            {
                data.SetTag(name, text[..cut]);
            }
        }
    }
}
