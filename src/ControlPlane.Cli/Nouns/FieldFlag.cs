using System.CommandLine;
using System.Globalization;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Option = System.CommandLine.Option;

namespace ControlPlane.Cli.Nouns;

/// <summary>A flag that sets a field of a resource.</summary>
/// <param name="Field">The field in the contract, with dots for what lies below.</param>
/// <param name="Option">The option.</param>
/// <param name="Apply">Sets the field from the option's value.</param>
sealed record FieldFlag(string Field, Option Option, Action<IMessage, Invocation> Apply)
{
    /// <summary>The part of the update mask: nested fields are sent as a whole.</summary>
    public string Mask => Field.Split('.')[0];

    public static FieldFlag Text(string name, string field, string description, string help = "TEXT", string prefix = "")
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        return new(field, option, (message, run) => Set(message, field, prefix.Length > 0 && !run.Get(option)!.StartsWith(prefix, StringComparison.Ordinal)
            ? prefix + ResourceNames.Encode(run.Get(option)!)
            : run.Get(option)!));
    }

    public static FieldFlag Number(string name, string field, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "NUMBER" };
        return new(field, option, (message, run) => Set(message, field, run.Get(option)));
    }

    public static FieldFlag Flag(string name, string field, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        return new(field, option, (message, run) => Set(message, field, run.Get(option)));
    }

    public static FieldFlag Choice<TEnum>(string name, string field, string description)
        where TEnum : struct, System.Enum
    {
        var words = System.Enum.GetValues<TEnum>().Select(v => (Word: Texts.Word(v), Value: v)).Where(v => v.Word.Length > 0).ToList();
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", words.Select(w => w.Word))}.", HelpName = "WORD" };
        option.AcceptOnlyFromAmong([.. words.Select(w => w.Word)]);
        return new(field, option, (message, run) => Set(message, field, words.Single(w => w.Word == run.Get(option)).Value));
    }

    public static FieldFlag Time(string name, string field, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && FieldReader.TryTime(token.Value) is null)
            {
                result.AddError($"{name} takes a time with its offset, such as 2027-03-31T18:00:00Z.");
            }
        });
        return new(field, option, (message, run) => Set(message, field, Timestamp.FromDateTimeOffset(FieldReader.TryTime(run.Get(option)!)!.Value)));
    }

    public static FieldFlag Length(string name, string field, string description)
    {
        var option = GlobalOptions.Duration(name, description);
        return new(field, option, (message, run) => Set(message, field, Duration.FromTimeSpan(run.Get(option)!.Value)));
    }

    /// <summary>A list: the option may be given several times, and an empty text empties it.</summary>
    public static FieldFlag List(string name, string field, string description, string help, string prefix = "")
    {
        var option = new Option<string[]>(name) { Description = $"{description} Repeatable.", HelpName = help, AllowMultipleArgumentsPerToken = false };
        return new(field, option, (message, run) =>
        {
            var list = (RepeatedField<string>)Get(message, field);
            list.Clear();
            list.AddRange(run.Get(option)!.Where(v => v.Length > 0).Select(v => prefix.Length > 0 && !v.StartsWith(prefix, StringComparison.Ordinal) ? prefix + ResourceNames.Encode(v) : v));
        });
    }

    /// <summary>Names and values: <c>--label a=b</c>.</summary>
    public static FieldFlag Map(string name, string field, string description)
    {
        var option = new Option<string[]>(name) { Description = $"{description} Repeatable.", HelpName = "NAME=VALUE" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !t.Value.Contains('=')))
            {
                result.AddError($"{name} takes NAME=VALUE; '{token.Value}' has no '='.");
            }
        });
        return new(field, option, (message, run) =>
        {
            var map = (MapField<string, string>)Get(message, field);
            foreach (var pair in run.Get(option)!.Select(v => v.Split('=', 2)))
            {
                // An empty value takes the name out.
                _ = pair[1].Length == 0 ? map.Remove(pair[0]) : (map[pair[0]] = pair[1]) is not null;
            }
        });
    }

    static object Get(IMessage message, string field) => message.Descriptor.FindFieldByName(field).Accessor.GetValue(message);

    static void Set(IMessage message, string field, object value)
    {
        var (at, path) = (message, field.Split('.'));
        foreach (var step in path[..^1])
        {
            var accessor = at.Descriptor.FindFieldByName(step).Accessor;
            if (accessor.GetValue(at) is null)
            {
                accessor.SetValue(at, accessor.Descriptor.MessageType.Parser.ParseFrom(ByteString.Empty));
            }

            at = (IMessage)accessor.GetValue(at);
        }

        at.Descriptor.FindFieldByName(path[^1]).Accessor.SetValue(at, value);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Option.Name} -> {Field}");
}
