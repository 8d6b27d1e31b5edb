using System.Globalization;
using MlOps.Persistence.Tenancy;

namespace MlOps.Server.Rest;

/// <summary>Reads rows as JSON.</summary>
internal sealed class RestSelect(RestSession session)
{
    public async Task<string> RunAsync(string name, RestQuery query, CancellationToken cancellationToken)
    {
        var table = await session.FindTableAsync(name, isWritten: false, cancellationToken).ConfigureAwait(false);
        var parameters = new List<string>();
        var conditions = query.Filters.Select(filter => filter.ToSql(Add)).ToList();
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT coalesce(json_agg("row of the answer"), '[]')::text FROM (
                SELECT {query.Columns} FROM {table}
                {(conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}")}
                {(query.Order.Length == 0 ? "" : $"ORDER BY {query.Order}")}
                LIMIT {query.Limit} OFFSET {query.Offset}) "row of the answer"
            """);
        return await session.ReadAsync(MlOpsRoles.Reader, isReadOnly: true, sql, parameters, cancellationToken).ConfigureAwait(false);

        string Add(string value)
        {
            parameters.Add(value);
            return $"${parameters.Count}";
        }
    }
}
