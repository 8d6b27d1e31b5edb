using System.Text.Json.Serialization;

namespace MlOps.Domain.Statistics.Samples;

/// <summary>Where bins count the numbers outside their edges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BinEnds>))]
public enum BinEnds
{
    /// <summary>Nowhere. The last bin includes its upper edge.</summary>
    Closed,

    /// <summary>In a bin below the first edge and in one from the last edge on.</summary>
    Open,

    /// <summary>All in one more bin, after the others. The last bin between two edges includes its upper edge.</summary>
    Leftover,
}
