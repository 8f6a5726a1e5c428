using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The tag operations and the rules for tags.</summary>
sealed class TagOperations
{
    /// <summary>Refuses keys that are reserved or given twice.</summary>
    public static void CheckKeys(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.FirstOrDefault(t => TagRules.Reserved(t.Key)) is { Key: { } reserved })
        {
            throw SageMakerErrors.Invalid($"aws: prefixed tag key names are not allowed for external use: {reserved}");
        }

        if (tags.GroupBy(t => t.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw SageMakerErrors.Invalid($"Duplicate tag keys found: {twice.Key}");
        }
    }
}
