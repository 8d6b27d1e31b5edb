using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Logins;

/// <summary>
/// Logins that are bound to one tenant each, whatever they set, and the tenant of sessions that set none. Run it as the owner of the
/// tables, with the right to create roles.
/// </summary>
public sealed class LoginMaintenance(MlOpsDbContext context)
{
    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    /// <summary>Creates a login that reads and writes the rows of one tenant alone.</summary>
    /// <param name="name">The name of the login.</param>
    /// <param name="tenantId">Its tenant.</param>
    /// <param name="group">The group role with its rights: <see cref="MlOpsRoles.App"/> or <see cref="MlOpsRoles.Reader"/>.</param>
    /// <param name="password">Its password; without one the server has to know it in another way.</param>
    /// <param name="cancellationToken">Stops it; then there is no login.</param>
    /// <exception cref="MlOpsException">There is a role of that name, or the owner may not create roles.</exception>
    public Task CreateAsync(
        string name, Guid tenantId, string group = MlOpsRoles.App, string? password = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (group is not (MlOpsRoles.App or MlOpsRoles.Reader))
            throw new ArgumentException(
                $"A login of one tenant can have the rights of {MlOpsRoles.App} or {MlOpsRoles.Reader}, and not those of {group}, which " +
                "reaches the rows of all tenants.",
                nameof(group));

        return InTransactionAsync(
            async () =>
            {
                var (login, literal) = (_sql.DelimitIdentifier(name), password is null ? "NULL" : $"'{ScramVerifier.Of(password)}'");
                await ExecuteAsync($"CREATE ROLE {login} LOGIN PASSWORD {literal}", cancellationToken).ConfigureAwait(false);
                await ExecuteAsync($"GRANT {group}, {MlOpsRoles.Bound} TO {login}", cancellationToken).ConfigureAwait(false);
                // A plain client of the login needs to set nothing, and reads of a leaf do not scan all partitions of the leaf.
                foreach (var setting in SettingsOf(tenantId))
                    await ExecuteAsync($"ALTER ROLE {login} IN DATABASE {Database} SET {setting}", cancellationToken).ConfigureAwait(false);

                // There was no such role, so that a row of its name is that of a login which somebody dropped by hand.
                await context.Set<TenantLogin>().Where(other => other.Login == name).ExecuteDeleteAsync(cancellationToken)
                    .ConfigureAwait(false);
                var bond = context.Add(TenantLogin.Bind(name, tenantId));
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                bond.State = EntityState.Detached;
            },
            cancellationToken);
    }

    /// <summary>Lists the bound logins by name.</summary>
    public IAsyncEnumerable<TenantLogin> StreamAsync() =>
        context.Set<TenantLogin>().AsNoTracking().OrderBy(login => login.Login).AsAsyncEnumerable();

    /// <summary>Drops a bound login.</summary>
    /// <exception cref="MlOpsException">There is no such login, or it owns something.</exception>
    public Task DropAsync(string name, CancellationToken cancellationToken = default) => InTransactionAsync(
        async () =>
        {
            if (await context.Set<TenantLogin>().Where(login => login.Login == name).ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false) == 0)
            {
                throw new MlOpsException(MlOpsError.NotFound, $"There is no login '{name}' that is bound to a tenant.");
            }

            await ExecuteAsync($"DROP ROLE IF EXISTS {_sql.DelimitIdentifier(name)}", cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>
    /// Sets the tenant of all new sessions that name none, for an installation with one tenant; null for none, so that such sessions get
    /// an error. Run it as the owner of the database.
    /// </summary>
    public Task SetDefaultTenantAsync(Guid? tenantId, CancellationToken cancellationToken = default) => InTransactionAsync(
        () => ExecuteAsync(
            tenantId is { } tenant
                ? $"ALTER DATABASE {Database} SET {MlOpsPostgresFeatures.TenantSetting} = '{tenant}'"
                : $"ALTER DATABASE {Database} RESET {MlOpsPostgresFeatures.TenantSetting}",
            cancellationToken),
        cancellationToken);

    private string Database => _sql.DelimitIdentifier(context.Database.GetDbConnection().Database);

    private static string[] SettingsOf(Guid tenantId) =>
        [$"{MlOpsPostgresFeatures.TenantSetting} = '{tenantId}'", "enable_partitionwise_join = 'on'"];

    private async Task InTransactionAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await context.InTransactionAsync(
                async () =>
                {
                    await work().ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw e.SqlState switch
            {
                PostgresErrorCodes.DuplicateObject => new MlOpsException(
                    MlOpsError.Conflict, $"{e.MessageText}. Choose another name, or drop that role first.", e),
                PostgresErrorCodes.InsufficientPrivilege => new MlOpsException(
                    MlOpsError.Configuration,
                    $"{e.MessageText}. Logins are made by the owner of the tables, who needs CREATEROLE and may grant {MlOpsRoles.App}, " +
                    $"{MlOpsRoles.Reader} and {MlOpsRoles.Bound}: GRANT ... TO <owner> WITH ADMIN OPTION.",
                    e),
                PostgresErrorCodes.DependentObjectsStillExist => new MlOpsException(
                    MlOpsError.Conflict, $"{e.MessageText}. Run REASSIGN OWNED and DROP OWNED for it first.", e),
                _ => new MlOpsException(MlOpsError.Configuration, $"{e.MessageText}.", e),
            };
        }
    }

    // Names are quoted, and the rest is ours.
    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) => context.ExecuteSchemaAsync(sql, cancellationToken);
}
