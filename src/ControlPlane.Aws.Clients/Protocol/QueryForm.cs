using System.Globalization;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>The members of a request in the AWS Query protocol, as fields of a form.</summary>
/// <param name="fields">Where they go.</param>
readonly struct QueryForm(IDictionary<string, string> fields)
{
    public void Put(string name, string? value)
    {
        if (value is not null)
        {
            fields.Add(name, value);
        }
    }

    public void Put(string name, int? value) => Put(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A list, whose items count from 1: <c>Tags.member.1.Key</c>.</summary>
    public void PutList<T>(string name, List<T>? items, Action<QueryForm, string, T> put)
    {
        for (var i = 0; i < items?.Count; i++)
        {
            put(this, $"{name}.member.{i + 1}", items[i]);
        }
    }
}
