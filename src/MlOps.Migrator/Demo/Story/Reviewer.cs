using System.Globalization;
using System.Security.Cryptography;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace MlOps.Migrator.Demo.Story;

/// <summary>
/// The login of the person who approves. The gate takes no approval from the login that has asked it, so the demo makes another one, and
/// drops it afterwards.
/// </summary>
internal sealed class Reviewer(ContextFactory contexts, string connectionString, Guid tenantId)
{
    /// <summary>What the name begins with. Another demo of the server has a login of its own.</summary>
    public const string Prefix = "mlops_demo_reviewer_";

    private readonly string _login = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Whether this connection can make the login, and the server lets it in.</summary>
    public async Task<bool> CanLogInAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ActAsync(context => context.Database.CanConnectAsync(cancellationToken), cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Does something with the login.</summary>
    public async Task<T> ActAsync<T>(Func<MlOpsDbContext, Task<T>> act, CancellationToken cancellationToken)
    {
        await using var own = NpgsqlDataSource.Create(connectionString);
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        // If this process is killed, nobody can use the login for long.
        var end = DateTimeOffset.UtcNow.AddMinutes(10).ToString("O", CultureInfo.InvariantCulture);
        await ExecuteAsync(
            own, $"CREATE ROLE {_login} LOGIN PASSWORD '{password}' VALID UNTIL '{end}' IN ROLE {MlOpsRoles.App}", cancellationToken);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Username = _login, Password = password, Pooling = false };
            await using var others = NpgsqlDataSource.Create(settings);
            await using (await others.OpenConnectionAsync(cancellationToken))
            {
                await using var context = contexts.Create(others, tenantId);
                return await act(context);
            }
        }
        finally
        {
            await ExecuteAsync(own, $"DROP ROLE IF EXISTS {_login}", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource own, string sql, CancellationToken cancellationToken)
    {
        await using var command = own.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
