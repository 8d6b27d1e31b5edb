namespace MlOps.Postgres.Locks;

/// <summary>The locks that a statement takes on a table, from the weakest to the strongest. Those from Share on keep writers out.</summary>
internal enum TableLock
{
    None,
    AccessShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    AccessExclusive,
}
