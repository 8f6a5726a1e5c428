namespace ControlPlane.Cli.Catalog;

/// <summary>What the value of a field looks like.</summary>
enum FieldShape
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>A list of texts, whose order means nothing.</summary>
    TextList,

    /// <summary>Texts by name.</summary>
    TextMap,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A moment with its offset.</summary>
    Time,

    /// <summary>A length of time within bounds, in seconds or with units.</summary>
    Length,

    /// <summary>The id of another resource.</summary>
    Id,

    /// <summary>A list of ids of other resources, whose order means nothing.</summary>
    IdList,

    /// <summary>The full name of another resource.</summary>
    FullName,

    /// <summary>Fields below it.</summary>
    Fields,

    /// <summary>A list of items with fields below them.</summary>
    FieldsList,

    /// <summary>Free structure, as AWS names it.</summary>
    Settings,
}
