using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>The segment that a row of the database is about, by the name that SQL has for its kind.</summary>
internal static class ComparedSegment
{
    /// <returns>Null for a row about all predictions.</returns>
    public static DriftSegment? Find(string? kind, string? name, string? feature, int cap) => kind switch
    {
        "named" => DriftSegment.Named(feature!, name!, cap),
        "missing" => DriftSegment.Missing(feature!, cap),
        "others" => DriftSegment.Others(feature!, cap),
        _ => null,
    };
}
