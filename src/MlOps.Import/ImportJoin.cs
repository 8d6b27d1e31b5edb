namespace MlOps.Import;

/// <summary>Another table of the source in which there is more of a row.</summary>
/// <param name="Tables">The names it may have.</param>
/// <param name="References">The columns that may refer to it.</param>
/// <param name="Keys">The columns of it that they may refer to.</param>
internal sealed record ImportJoin(string[] Tables, string[] References, string[] Keys)
{
    /// <summary>The ids of both tables may be the same, if they are such as are not counted.</summary>
    public bool MayShareIds { get; init; }

    /// <summary>A row that is found there is taken here, and not by the table that describes the other one.</summary>
    public bool TakesOver { get; init; }
}
