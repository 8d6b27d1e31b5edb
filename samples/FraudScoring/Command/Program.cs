using FraudScoring;
using MlOps.Migrator;

return await MlOpsCommand.RunAsync<FraudContext>(args);
