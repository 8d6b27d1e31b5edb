namespace MlOps.Domain.Registry;

/// <summary>The location of a trained model, with the size and checksum that prove it complete.</summary>
public sealed record Artifact
{
    public const int MaxReferenceLength = 2000;
    public const int MaxChecksumLength = 200;

    public Artifact(string reference, long sizeBytes, string checksum)
    {
        Reference = Guard.Text(reference, nameof(Reference), MaxReferenceLength);
        SizeBytes = Guard.NotNegative(sizeBytes, nameof(SizeBytes));
        Checksum = Guard.Text(checksum, nameof(Checksum), MaxChecksumLength);
    }

    /// <summary>A path or URI.</summary>
    public string Reference { get; }

    public long SizeBytes { get; }

    /// <summary>With its algorithm: "sha256:…".</summary>
    public string Checksum { get; }
}
