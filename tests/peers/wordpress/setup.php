<?php
// Installs the site in the folder given and prints one line of JSON with the user and an application password.
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');

$user = 'herald';
$site = wp_install('Herald peer', $user, 'herald@example.test', true, '', wp_generate_password(24));
update_option('permalink_structure', '/%postname%/');
[$password] = WP_Application_Passwords::create_new_application_password($site['user_id'], ['name' => 'herald']);
echo json_encode(['user' => $user, 'password' => $password, 'version' => $GLOBALS['wp_version']]), "\n";
