namespace MlOps.Domain.Statistics.Performance;

/// <summary>Which rows a segment has.</summary>
public enum SegmentKind
{
    /// <summary>Those with its name.</summary>
    Named,

    /// <summary>Those without a segment.</summary>
    Missing,

    /// <summary>Those of all segments that are too small to be named.</summary>
    Others,
}
