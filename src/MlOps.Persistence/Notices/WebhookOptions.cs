namespace MlOps.Persistence.Notices;

/// <summary>How a webhook is called.</summary>
public sealed record WebhookOptions
{
    /// <summary>The address: http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>The secret that signs each call, which the receiver has too.</summary>
    public required string Secret { get; init; }

    /// <summary>The value of the header Authorization, for a receiver that asks for one, such as "Bearer" and a token.</summary>
    public string? Authorization { get; init; }

    /// <summary>
    /// Whether the address may be one of this machine, of the local network or of a cloud's metadata. If not, nobody who can set a webhook
    /// can reach what only this machine can.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long all attempts may take together. After that the job tries again, a minute later at first.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    // The secret must not be shown with the rest.
    public override string ToString() => $"{nameof(WebhookOptions)} {{ {Url?.GetLeftPart(UriPartial.Authority)} }}";
}
