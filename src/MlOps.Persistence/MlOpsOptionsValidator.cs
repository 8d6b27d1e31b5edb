using Microsoft.Extensions.Options;
using MlOps.Persistence.Connections;
using Npgsql;

namespace MlOps.Persistence;

/// <summary>Refuses options that could not work, when the application starts and not when it first writes.</summary>
internal sealed class MlOpsOptionsValidator : IValidateOptions<MlOpsOptions>
{
    public ValidateOptionsResult Validate(string? name, MlOpsOptions options)
    {
        if (options.TenantId == Guid.Empty)
            return ValidateOptionsResult.Fail("MlOps: TenantId is the empty id. Leave it out to use the default tenant.");

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail(
                "MlOps has no connection string. Set ConnectionStrings:MlOps (in the environment ConnectionStrings__MlOps), " +
                "MLOPS_CONNECTION or POSTGRES_HOST, or pass one: services.AddMlOps(options => options.ConnectionString = …).");

        try
        {
            var text = ConnectionText.Parse(options.ConnectionString, MlOpsServiceCollectionExtensions.ConnectionName);
            return options.TenantScope == TenantScope.Session && FindLeak(new NpgsqlConnectionStringBuilder(text)) is { } leak
                ? ValidateOptionsResult.Fail($"MlOps: the connection string sets {leak} Or set TenantScope to Transaction, if every read is to run in one.")
                : ValidateOptionsResult.Success;
        }
        catch (MlOpsException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
    }

    // The server knows the tenant by a setting of the session, which must end with the work that it was made for.
    private static string? FindLeak(NpgsqlConnectionStringBuilder settings) => settings switch
    {
        { NoResetOnClose: true } =>
            "'No Reset On Close', with which a pooled connection keeps the tenant of whoever used it last. Remove it.",
        { Multiplexing: true } =>
            "'Multiplexing', with which tenants share a session and could see each other's rows. Remove it.",
        _ => null,
    };
}
