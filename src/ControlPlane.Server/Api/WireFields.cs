using System.Collections;
using System.Collections.Concurrent;
using ControlPlane.Catalog;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Server.Api;

/// <summary>The fields that every resource has on the wire, and update masks, by the contract's own descriptors.</summary>
static class WireFields
{
    static readonly ConcurrentDictionary<FieldDescriptor, bool> _output = new();

    /// <summary>Fills in what every resource has.</summary>
    public static void Decorate<T>(IMessage wire, Resource<T> resource, IEnumerable<string> actions)
        where T : class
    {
        var labels = (MapField<string, string>)Get(wire, "labels");
        foreach (var (key, value) in resource.Labels)
        {
            labels[key] = value;
        }

        Set(wire, "source", resource.Source);
        Set(wire, "etag", resource.Version == 0 ? "" : resource.Etag);
        Set(wire, "create_time", resource.CreatedAt?.ToTimestamp());
        Set(wire, "update_time", resource.UpdatedAt?.ToTimestamp());
        ((RepeatedField<string>)Get(wire, "authorized_actions")).AddRange(actions);
    }

    /// <summary>The name of a message; null for none.</summary>
    public static string? NameOf(IMessage? wire) => wire is null ? null : (string)Get(wire, "name");

    /// <summary>The labels of a message.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(IMessage wire)
        => new SortedDictionary<string, string>((MapField<string, string>)Get(wire, "labels"), StringComparer.Ordinal);

    /// <summary>The etag of a message; null when it has none.</summary>
    public static string? EtagOf(IMessage wire) => Get(wire, "etag") is string { Length: > 0 } etag ? etag : null;

    /// <summary>Copies the fields that a mask names; all that a caller may set when there is none, or for <c>*</c>. Output-only fields are
    /// left as they are (AIP-203).</summary>
    /// <param name="source">The new values.</param>
    /// <param name="target">What is there, changed.</param>
    /// <param name="mask">The mask; null for none.</param>
    /// <param name="findings">Hears of paths that lead nowhere.</param>
    public static void Merge(IMessage source, IMessage target, FieldMask? mask, FieldFindings findings)
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths is ["*"])
        {
            foreach (var field in source.Descriptor.Fields.InFieldNumberOrder().Where(IsInput))
            {
                Copy(source, target, field);
            }

            return;
        }

        foreach (var path in mask.Paths)
        {
            MergePath(source, target, path.Split('.'), path, findings);
        }
    }

    static void MergePath(IMessage source, IMessage target, ReadOnlySpan<string> path, string whole, FieldFindings findings)
    {
        var field = source.Descriptor.FindFieldByName(path[0]) ?? source.Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(ByJsonName(path[0]));
        if (field is null)
        {
            findings.Mask($"There is no field '{whole}': there are {string.Join(", ", source.Descriptor.Fields.InFieldNumberOrder().Where(IsInput).Select(f => f.Name))}.");
        }
        else if (path.Length == 1)
        {
            if (IsInput(field))
            {
                Copy(source, target, field);
            }
        }
        else if (field.IsMap && path.Length == 2)
        {
            CopyEntry((IDictionary)field.Accessor.GetValue(source), (IDictionary)field.Accessor.GetValue(target), path[1]);
        }
        else if (field is { FieldType: FieldType.Message, IsRepeated: false })
        {
            // A message that is not there has only default values.
            var from = (IMessage?)field.Accessor.GetValue(source) ?? field.MessageType.Parser.ParseFrom(ByteString.Empty);
            var to = (IMessage?)field.Accessor.GetValue(target) ?? field.MessageType.Parser.ParseFrom(ByteString.Empty);
            MergePath(from, to, path[1..], whole, findings);
            field.Accessor.SetValue(target, to);
        }
        else
        {
            findings.Mask($"'{whole}' leads into a field that has no parts: name '{path[0]}'.");
        }
    }

    static Func<FieldDescriptor, bool> ByJsonName(string name) => f => f.JsonName == name;

    static void CopyEntry(IDictionary source, IDictionary target, string key)
    {
        if (source.Contains(key))
        {
            target[key] = source[key];
        }
        else
        {
            target.Remove(key);
        }
    }

    static void Copy(IMessage source, IMessage target, FieldDescriptor field)
    {
        if (field.RealContainingOneof is { } choice)
        {
            choice.Accessor.Clear(target);
            if (choice.Accessor.GetCaseFieldDescriptor(source) is { } chosen)
            {
                chosen.Accessor.SetValue(target, chosen.Accessor.GetValue(source));
            }
        }
        else if (field.IsMap)
        {
            var (from, to) = ((IDictionary)field.Accessor.GetValue(source), (IDictionary)field.Accessor.GetValue(target));
            to.Clear();
            foreach (DictionaryEntry entry in from)
            {
                to[entry.Key] = entry.Value;
            }
        }
        else if (field.IsRepeated)
        {
            var (from, to) = ((IList)field.Accessor.GetValue(source), (IList)field.Accessor.GetValue(target));
            to.Clear();
            foreach (var item in from)
            {
                to.Add(item);
            }
        }
        else if (field.HasPresence && !field.Accessor.HasValue(source))
        {
            field.Accessor.Clear(target);
        }
        else
        {
            field.Accessor.SetValue(target, field.Accessor.GetValue(source));
        }
    }

    static bool IsInput(FieldDescriptor field) => !_output.GetOrAdd(field, static f => f.Name is "etag"
        || (f.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) is { } behaviour
            && (behaviour.Contains(FieldBehavior.OutputOnly) || behaviour.Contains(FieldBehavior.Identifier))));

    static object Get(IMessage wire, string field) => wire.Descriptor.FindFieldByName(field).Accessor.GetValue(wire);

    static void Set(IMessage wire, string field, object? value)
    {
        if (value is not null)
        {
            wire.Descriptor.FindFieldByName(field).Accessor.SetValue(wire, value);
        }
    }
}
