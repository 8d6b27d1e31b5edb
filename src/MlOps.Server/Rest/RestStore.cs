using System.Text.Json;
using MlOps.Persistence.Tenancy;

namespace MlOps.Server.Rest;

/// <summary>Stores rows in the database itself, all of them or none, and is done when they are committed.</summary>
internal sealed class RestStore(RestSession session)
{
    /// <param name="name">The table or the view.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="conflict">The columns that tell whether a row is there already; null for those of the key.</param>
    /// <param name="preferences">What to do with rows that are there, and what to return.</param>
    /// <param name="columns">The columns of the answer, as SQL has them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> RunAsync(
        string name,
        JsonElement rows,
        IReadOnlyList<string>? conflict,
        RestPreferences preferences,
        string columns,
        CancellationToken cancellationToken)
    {
        var resolves = preferences.MergesDuplicates || preferences.IgnoresDuplicates;
        // A view has no key, so that PostgreSQL finds no duplicates there.
        var table = await session.FindTableAsync(name, isWritten: !resolves, cancellationToken).ConfigureAwait(false);
        var names = rows.EnumerateArray().SelectMany(row => row.EnumerateObject().Select(member => member.Name)).Distinct()
            .Select(RestName.Quote).ToList();
        if (names.Count == 0)
            throw new RestError(400, "PGRST102", "The rows have no columns. Give at least one.");

        var list = string.Join(", ", names);
        var sql = $"""
            WITH stored AS (
                INSERT INTO {table} ({list}) SELECT {list} FROM json_populate_recordset(NULL::{table}, $1::json)
                {(resolves ? Resolve(names, conflict, preferences) : "")}
                RETURNING *)
            SELECT coalesce(json_agg("row of the answer"), '[]')::text FROM (SELECT {columns} FROM stored) "row of the answer"
            """;
        return await session.ReadAsync(MlOpsRoles.App, isReadOnly: false, sql, [rows.GetRawText()], cancellationToken)
            .ConfigureAwait(false);
    }

    private static string Resolve(List<string> names, IReadOnlyList<string>? conflict, RestPreferences preferences)
    {
        // The tenant is part of each key, and the session has it.
        var key = (conflict ?? ["id"]).Prepend("tenant_id").Distinct().Select(RestName.Quote).ToList();
        var changed = names.Except(key).Select(name => $"{name} = EXCLUDED.{name}").ToList();
        return preferences.MergesDuplicates && changed.Count > 0
            ? $"ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {string.Join(", ", changed)}"
            : $"ON CONFLICT ({string.Join(", ", key)}) DO NOTHING";
    }
}
