using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Triggers;

/// <summary>Adds the functions and triggers that note logins, once the columns have their names.</summary>
internal sealed class LoginConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var features = modelBuilder.Metadata.GetFeatures();
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(type => type.GetDeclaredProperties()).ToList())
        {
            if (property[features.Annotations.LoginOf] is string time)
                AddTrigger(modelBuilder, property, property.DeclaringType.FindProperty(time)!, features);
        }
    }

    private void AddTrigger(
        IConventionModelBuilder modelBuilder, IConventionProperty login, IConventionProperty time, PostgresFeaturesOptions features)
    {
        var entityType = (IConventionEntityType)login.DeclaringType;
        var signature = sql.DelimitIdentifier($"{features.LoginFunctionPrefix}{entityType.GetTableName()}_{login.GetColumnName()}") + "()";
        modelBuilder.HasAnnotation(
            features.Annotations.Function + signature,
            Define(sql.DelimitIdentifier(login.GetColumnName()), sql.DelimitIdentifier(time.GetColumnName())));
        entityType.Builder.HasAnnotation(
            $"{features.Annotations.Trigger}set_{login.GetColumnName()}",
            new TriggerSpec("BEFORE INSERT OR UPDATE", $"EXECUTE FUNCTION {signature}").ToString());
    }

    // It reads and writes the row alone, so that a distributed table may have it.
    private static string Define(string login, string time) =>
        $"""
        RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
            IF TG_OP = 'INSERT' OR NEW.{time} IS DISTINCT FROM OLD.{time} THEN
                NEW.{login} := CASE WHEN NEW.{time} IS NOT NULL THEN session_user END;
            ELSE
                NEW.{login} := OLD.{login};
            END IF;
            RETURN NEW;
        END $function$
        """.ReplaceLineEndings("\n");
}
