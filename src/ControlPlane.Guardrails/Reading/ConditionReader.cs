using System.Text.Json;
using ControlPlane.Guardrails.Matching;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Reads a Condition block.</summary>
sealed class ConditionReader(bool variables, Findings findings)
{
    public IReadOnlyList<Condition> Read(JsonPart block)
    {
        var conditions = new List<Condition>();
        if (block.Kind is not JsonValueKind.Object)
        {
            findings.Error(block.Path, "It must be an object of operators.");
            return conditions;
        }

        foreach (var (name, part) in block.Members(findings))
        {
            if (ConditionOperator.Find(name) is not { } found)
            {
                findings.Error(part.Path, "There is no such condition operator.");
            }
            else if (part.Kind is not JsonValueKind.Object)
            {
                findings.Error(part.Path, "It must be an object of condition keys.");
            }
            else
            {
                conditions.AddRange(part.Members(findings, ignoreCase: true).Select(key => Read(found, key.Key, key.Value)));
            }
        }

        return conditions;
    }

    Condition Read(ConditionOperator name, string key, JsonPart part)
    {
        CheckKey(name, key, part.Path);
        var values = new List<ConditionValue>();
        foreach (var (text, path) in part.Texts(findings, scalars: true))
        {
            if (ConditionValue.Read(name.Positive, text, variables, out var problem) is { } value)
            {
                values.Add(value);
            }
            else
            {
                findings.Error(path, problem);
            }

            if (text.Contains("${", StringComparison.Ordinal) && !variables)
            {
                findings.Warning(path, $"'{text}' is taken as it stands: policy variables need Version 2012-10-17.");
            }
        }

        return new(name, key, [.. values]);
    }

    void CheckKey(ConditionOperator name, string key, string path)
    {
        if (key.Contains("${", StringComparison.Ordinal))
        {
            findings.Warning(path, "Variables are not filled in here, so no request has this key.");
        }
        else if (!key.Contains(':', StringComparison.Ordinal) || key.AsSpan().Trim().Length != key.Length)
        {
            findings.Warning(path, $"'{key}' is no condition key such as aws:PrincipalTag/team, so no request has it.");
        }
        else if (name.Set is SetOperator.None && !name.IsNull && MultivaluedKeys.Contains(key))
        {
            findings.Warning(path, $"The key has several values: say ForAnyValue or ForAllValues. Here {(name.Negated ? "none of them may match" : "one that matches is enough")}.");
        }
        else if (name.Set is SetOperator.ForAllValues)
        {
            findings.Warning(path, "ForAllValues also holds when the request has no such key: add a Null condition where that matters.");
        }
    }
}
