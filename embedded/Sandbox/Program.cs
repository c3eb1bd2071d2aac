using Coder.Infra.Sandbox.Hosting;

return await SandboxCommand.RunAsync(args);
