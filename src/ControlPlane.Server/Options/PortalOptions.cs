namespace ControlPlane.Server.Options;

/// <summary>The web portal: section <c>Portal</c>.</summary>
sealed class PortalOptions
{
    /// <summary>Serve the portal at <c>/</c> and below <c>/portal/</c>. False unless set; <c>/</c> then offers the identity providers.</summary>
    public bool Enabled { get; set; }

    /// <summary>The title in the header and in the browser's tab: 1 to 60 characters; <c>Studio</c> unless set.</summary>
    public string Title { get; set; } = "Studio";

    /// <summary>A file with a logo for the header, SVG, PNG or WebP of at most 256 KiB; ours unless set.</summary>
    public string? LogoFile { get; set; }

    /// <summary>The colour of buttons and links, such as <c>#0a6e4f</c>; ours unless set. Pages darken or lighten it until it can be read.</summary>
    public string? Accent { get; set; }

    /// <summary>The address of a page that helps people, https or a path here; none unless set.</summary>
    public string? HelpUrl { get; set; }
}
