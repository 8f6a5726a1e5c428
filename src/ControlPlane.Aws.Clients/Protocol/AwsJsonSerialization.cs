using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon;
using Amazon.Runtime;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>AWS JSON 1.1 by System.Text.Json: absent members are left out, times are epoch seconds, unknown members are ignored.</summary>
static class AwsJsonSerialization
{
    internal static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new EpochSecondsConverter(), new ConstantClassConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutTheSdksOwn } },
    };

    static void LeaveOutTheSdksOwn(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.AttributeProvider is MemberInfo member && member.DeclaringType!.Assembly == typeof(AmazonWebServiceRequest).Assembly)
            {
                type.Properties.RemoveAt(i);
            }
            else if (typeof(ICollection).IsAssignableFrom(property.PropertyType))
            {
                // With InitializeCollections the SDK makes empty lists on its own, and these must not reach the service.
                property.ShouldSerialize = static (_, value) => value is ICollection list && (list.Count > 0 || !AWSConfigs.InitializeCollections);
            }
        }
    }
}
