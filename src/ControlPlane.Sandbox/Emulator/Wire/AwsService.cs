using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Carries out one operation and returns its output members.</summary>
/// <param name="call">The call.</param>
delegate JsonObject AwsOperation(AwsCall call);

/// <summary>A service: how it speaks and what it can do.</summary>
/// <param name="Name">Its signing name.</param>
/// <param name="Protocol">How it speaks.</param>
/// <param name="Target">The prefix of <c>X-Amz-Target</c>, or the API version of the query protocol.</param>
/// <param name="Operations">Its operations by name.</param>
sealed record AwsService(string Name, AwsProtocol Protocol, string Target, IReadOnlyDictionary<string, AwsOperation> Operations)
{
    /// <summary>The namespace of its answers in the query protocol.</summary>
    public XNamespace Namespace => $"https://{Name}.amazonaws.com/doc/{Target}/";

    /// <summary>The operations that need no signature.</summary>
    public IReadOnlySet<string> Unsigned { get; init; } = new HashSet<string>();
}
