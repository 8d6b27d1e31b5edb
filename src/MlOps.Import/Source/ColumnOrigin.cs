namespace MlOps.Import.Source;

/// <summary>Which table of a join a value is read from.</summary>
internal enum ColumnOrigin
{
    Own,
    Partner,

    /// <summary>The partner, or where it has no value the table itself.</summary>
    PartnerOrOwn,
}
