Console.Error.WriteLine("The engine has no commands so far.");
return 1;
