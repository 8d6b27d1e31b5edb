using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.RowSecurity;

/// <summary>Adds the functions of policies that know bound logins, once the table of logins has its names.</summary>
internal sealed class TenantLoginConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var model = modelBuilder.Metadata;
        var features = model.GetFeatures();
        if (model[features.Annotations.BoundRole] is null || model.FindEntityType(typeof(TenantLogin)) is not { } logins)
            return;

        Add(features.BoundTenantFunction, NameTenant(logins, features));
        Add(features.MissingTenantFunction, Refuse(features));

        void Add(string function, string definition) =>
            modelBuilder.HasAnnotation($"{features.Annotations.Function}{function}()", definition.ReplaceLineEndings("\n"));
    }

    // A superuser is a member of all roles. PostgreSQL resolves the names when it creates the function. So no object of the caller can
    // take the place of one of ours, though the function has the rights of the owner.
    private string NameTenant(IConventionEntityType logins, PostgresFeaturesOptions features)
    {
        var table = sql.DelimitIdentifier(logins.GetTableName()!, logins.GetSchema());
        var login = Column(nameof(TenantLogin.Login));
        var tenant = Column(nameof(TenantLogin.TenantId));
        return
            $"""
            RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
            RETURN (
                SELECT session.tenant FROM (SELECT current_setting('{features.TenantSetting}')::uuid AS tenant) AS session
                WHERE EXISTS (SELECT 1 FROM {table} WHERE {login} = session_user AND {tenant} = session.tenant)
                    OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper))
            """;

        string Column(string property) => sql.DelimitIdentifier(logins.FindProperty(property)!.GetColumnName());
    }

    private static string Refuse(PostgresFeaturesOptions features) =>
        $"""
        RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
        BEGIN
            RAISE insufficient_privilege USING
                MESSAGE = 'The session has no tenant, so that it can neither read nor write rows of tenants.',
                HINT = 'Run: SET {features.TenantSetting} = ''<id of the tenant>''. An administrator can set it for all sessions of a login by ALTER ROLE.';
        END $function$
        """;
}
