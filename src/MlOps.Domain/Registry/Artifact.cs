namespace MlOps.Domain.Registry;

/// <summary>Where the trained model lies, and how to tell that it is whole.</summary>
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
