using MlOps.Migrator;
using MlOps.Persistence;

return await MlOpsCommand.RunAsync<MlOpsDbContext>(args);
