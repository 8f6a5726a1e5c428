using System.ComponentModel.DataAnnotations;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>How DynamoDB is used: section <c>Storage:DynamoDb</c>. Replicas that share a table share the store.</summary>
public sealed class DynamoDbOptions : EngineOptions
{
    /// <summary>The table's name; <c>controlplane</c> unless set.</summary>
    [Required]
    [RegularExpression("^[a-zA-Z0-9_.-]{3,255}$", ErrorMessage = "Storage:DynamoDb:Table has 3 to 255 characters of a-z, A-Z, 0-9 and _ . -")]
    public string Table { get; set; } = "controlplane";

    /// <summary>The table's Region; what the process's environment names unless set. Needed with <see cref="Endpoint"/>.</summary>
    [RegularExpression("^[a-z]{2,}(-[a-z]+)+-[0-9]$")]
    public string? Region { get; set; }

    /// <summary>An address that is asked instead of the Region's own, such as that of an interface endpoint; <c>https</c>, or on this
    /// machine <c>http</c>; none unless set.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>A role that is entered for the table, as when it is in another account; none unless set: then the process's own
    /// credentials are used.</summary>
    [RegularExpression("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    public string? RoleArn { get; set; }

    /// <summary>The external id that the role asks for; none unless set.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Whether the table is made when it is not there: on demand, with time to live, point-in-time recovery and deletion
    /// protection. False unless set: then a table that is not there stops the start.</summary>
    public bool CreateTable { get; set; }

    /// <summary>How long one request may take before it is asked again; 100 milliseconds to 1 minute, 3 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a write is tried again while the table throttles, other replicas are first, or nothing answers; 1 second to 1
    /// minute, 10 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the start waits for a table that does not answer yet; 0 to 10 minutes, 30 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
