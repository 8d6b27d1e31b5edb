namespace MlOps.Postgres.Triggers;

/// <summary>The function that sets updated_at. Its name is one of the options.</summary>
internal static class UpdatedAtFunction
{
    public const string Column = "updated_at";

    public const string Definition =
        """
        RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
            NEW.updated_at := clock_timestamp();
            RETURN NEW;
        END $function$
        """;
}
