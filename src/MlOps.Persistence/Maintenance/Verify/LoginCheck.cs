using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Whether the logins that are bound to a tenant are so. One without the mark of it reaches all tenants.</summary>
internal static class LoginCheck
{
    public static async Task<IReadOnlyList<SchemaFinding>> FindAsync(
        MlOpsDbContext context, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (context.Model.FindEntityType(typeof(TenantLogin)) is null)
            return [];

        var l = context.GetTable<TenantLogin>("l");
        switch (await TableAccess.FindAsync(connection, l.Name, cancellationToken).ConfigureAwait(false))
        {
            case null:
                return [];
            case false:
                return [TableAccess.NotVisible(Kinds.Login, "all logins", l.Name)];
        }

        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText =
            $"""
            SELECT quote_ident({l[x => x.Login]}), role.oid IS NOT NULL, coalesce(pg_has_role(role.oid, mark.oid, 'USAGE'), false)
            FROM {l} LEFT JOIN pg_roles role ON role.rolname = {l[x => x.Login]} LEFT JOIN pg_roles mark ON mark.rolname = $1 ORDER BY 1
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = MlOpsRoles.Bound });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        var findings = new List<SchemaFinding>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!reader.GetBoolean(1))
                findings.Add(Dropped(reader.GetString(0)));
            else if (!reader.GetBoolean(2))
                findings.Add(Unbound(reader.GetString(0)));
        }

        return findings;
    }

    private static SchemaFinding Dropped(string login) => new(FindingSeverity.Information, Kinds.Login, login, "a login", null)
    {
        ToDo = $"Somebody dropped it. Type 'mlops roles drop-login {login}', so that its tenant is forgotten.",
    };

    private static SchemaFinding Unbound(string login) => new(
        FindingSeverity.Damage, Kinds.Login, login, $"inherits {MlOpsRoles.Bound}", "reaches all tenants")
    {
        Repair = [$"REVOKE {MlOpsRoles.Bound} FROM {login}; ALTER ROLE {login} INHERIT; GRANT {MlOpsRoles.Bound} TO {login}"],
        IsSafe = true,
    };
}
