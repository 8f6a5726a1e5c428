using ControlPlane.Errors;
using Google.Protobuf;

namespace ControlPlane.Server.Api;

/// <summary>The fields that all requests to list and watch share, found by their names.</summary>
sealed class ListFields(IMessage request)
{
    /// <summary>The filter; empty for none.</summary>
    public string Filter => Text("filter");

    /// <summary>The order; empty for none.</summary>
    public string OrderBy => Text("order_by");

    /// <summary>The page token; empty for the first page.</summary>
    public string PageToken => Text("page_token");

    /// <summary>The resume token; empty to begin.</summary>
    public string ResumeToken => Text("resume_token");

    /// <summary>The page's size in force.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>: it is negative.</exception>
    public int PageSize => ResourceNames.PageSize(request.Descriptor.FindFieldByName("page_size")?.Accessor.GetValue(request) as int? ?? 0);

    /// <summary>The request without what differs from page to page: what a token is bound to.</summary>
    public IMessage Plain { get; } = Strip(request);

    static IMessage Strip(IMessage request)
    {
        var plain = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        foreach (var name in new[] { "page_size", "page_token", "resume_token" })
        {
            plain.Descriptor.FindFieldByName(name)?.Accessor.Clear(plain);
        }

        return plain;
    }

    string Text(string field) => request.Descriptor.FindFieldByName(field)?.Accessor.GetValue(request) as string ?? "";
}
