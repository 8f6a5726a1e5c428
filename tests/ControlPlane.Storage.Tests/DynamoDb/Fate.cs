namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>What becomes of a request to DynamoDB.</summary>
enum Fate
{
    /// <summary>It is answered.</summary>
    Passes,

    /// <summary>It is carried out, and nobody hears of it.</summary>
    AnswerLost,

    /// <summary>It is turned away: too many.</summary>
    Throttled,

    /// <summary>It is answered with an error of the server.</summary>
    Broken,
}
