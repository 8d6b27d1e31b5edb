using Npgsql;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>The relation that the rows of a group are written into.</summary>
/// <param name="Relation">The table, or its partition for the slice.</param>
/// <param name="IsDirect">Whether COPY may write there: PostgreSQL refuses it where a policy applies to the role.</param>
/// <param name="IsPartition">Whether it is a partition.</param>
/// <param name="LacksSlice">Whether the slice of the rows is not there.</param>
internal sealed record CopyRoute(string Relation, bool IsDirect, bool IsPartition, bool LacksSlice)
{
    // Read again for each batch: others add and drop partitions, and a connection may have another role by now. Rows of a slice
    // that is missing go through the partitioned table, which finds the partition of each row. So do rows that an identity column
    // counts.
    private const string Sql =
        """
        SELECT slice.oid IS NOT NULL AND NOT wanted.by_parent AND has_table_privilege(slice.oid, 'INSERT')
                AND NOT row_security_active(slice.oid),
            NOT row_security_active(parent.oid),
            wanted.slice IS NOT NULL AND slice.oid IS NULL
        FROM unnest(@parents, @slices, @byParent) WITH ORDINALITY AS wanted(parent, slice, by_parent, place)
        JOIN pg_class parent ON parent.oid = wanted.parent::regclass
        LEFT JOIN LATERAL (
            SELECT inhrelid AS oid FROM pg_inherits
            WHERE inhparent = parent.oid AND inhrelid = to_regclass(wanted.slice) AND NOT inhdetachpending
        ) slice ON true
        ORDER BY wanted.place
        """;

    // These functions read the catalogue as it is now, where a query may see it as it was when the transaction began.
    private const string DetachedSql =
        """
        SELECT name FROM unnest(@partitions) AS name WHERE pg_partition_root(to_regclass(name)) IS NULL LIMIT 1
        """;

    public static async Task<IReadOnlyList<CopyRoute>> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyGroup> groups, CancellationToken cancellationToken)
    {
        var slices = groups.Select(group => group.Slice is { } slice ? group.Table.PartitionOf(slice) : null).ToArray();
        var command = new NpgsqlCommand(Sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("parents", groups.Select(group => group.Table.Name).ToArray());
            command.Parameters.AddWithValue("slices", slices);
            command.Parameters.AddWithValue("byParent", groups.Select(group => group.Table.HasIdentity).ToArray());
            var routes = new List<CopyRoute>(groups.Count);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var group = groups[routes.Count];
                    routes.Add(reader.GetBoolean(0)
                        ? new CopyRoute(slices[routes.Count]!, IsDirect: true, IsPartition: true, LacksSlice: false)
                        : new CopyRoute(group.Table.Name, reader.GetBoolean(1), IsPartition: false, reader.GetBoolean(2)));
                }
            }

            return routes;
        }
    }

    /// <summary>
    /// Refuses partitions that were detached between the search for the way and the first row, when nothing was locked yet. The
    /// rows in them would be seen by nobody.
    /// </summary>
    /// <exception cref="MlOpsException">There is one.</exception>
    public static async Task RequireAttachedAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRoute> routes, CancellationToken cancellationToken)
    {
        string[] partitions = [.. routes.Where(route => route.IsPartition).Select(route => route.Relation).Distinct()];
        if (partitions.Length == 0)
            return;

        var command = new NpgsqlCommand(DetachedSql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("partitions", partitions);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string detached)
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"{detached} was detached while rows were being written into it, and nothing of them is stored. Write them again.");
        }
    }
}
