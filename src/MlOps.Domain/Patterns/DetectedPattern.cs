using System.Security.Cryptography;
using System.Text;

namespace MlOps.Domain.Patterns;

/// <summary>Something that a detector has seen again and again, with what to do about it.</summary>
public sealed record DetectedPattern
{
    // What is longer ends with a hash, so that different names stay different.
    private const int HashLength = 17;

    /// <param name="type">The type of the pattern: "bad_segment".</param>
    /// <param name="name">What has it. A long one is cut.</param>
    public DetectedPattern(string type, string name)
    {
        Type = Guard.Text(type, nameof(Type), IdentifiedPattern.MaxTypeLength);
        Name = Fit(Guard.Given(name, nameof(Name)), IdentifiedPattern.MaxNameLength);
    }

    public string Type { get; }

    public string Name { get; }

    public required string Description { get; init; }

    /// <summary>How sure the detection is, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Where it was seen, the oldest first.</summary>
    public required IReadOnlyList<DetectedOccurrence> Occurrences { get; init; }

    /// <summary>The kind of action: "retrain".</summary>
    public required string Remedy { get; init; }

    /// <summary>What a person should do, as a title.</summary>
    public required string Advice { get; init; }

    private static string Fit(string name, int length)
    {
        if (name.Length <= length)
            return name;

        var cut = length - HashLength;
        if (char.IsHighSurrogate(name[cut - 1]))
            cut--;

        return $"{name[..cut]}#{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..(HashLength - 1)]}";
    }
}
