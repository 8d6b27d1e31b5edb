using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MlOps.Persistence.Connections;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence;

/// <summary>Refuses options that cannot work when the application starts, not when it first writes.</summary>
internal sealed class MlOpsOptionsValidator : IValidateOptions<MlOpsOptions>
{
    public ValidateOptionsResult Validate(string? name, MlOpsOptions options)
    {
        if (options.TenantId == Guid.Empty)
            return ValidateOptionsResult.Fail("MlOps: TenantId is the empty id. Do not set it if you want the default tenant.");

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail(
                "MlOps has no connection string. Set ConnectionStrings:MlOps (in the environment ConnectionStrings__MlOps), " +
                "MLOPS_CONNECTION, POSTGRES_HOST or PGHOST, or pass one: services.AddMlOps(options => options.ConnectionString = …).");

        try
        {
            var text = ConnectionText.Parse(options.ConnectionString, MlOpsServiceCollectionExtensions.ConnectionName);
            return PooledSessionLeak.Find(text, options.TenantScope) is { } leak
                ? ValidateOptionsResult.Fail(leak)
                : ValidateOptionsResult.Success;
        }
        catch (MlOpsException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
    }
}
